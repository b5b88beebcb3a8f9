import { tellingStep } from './telling-step.ts';

export const { run, rollback } = tellingStep('first');

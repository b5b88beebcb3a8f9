import type { ContextObject } from '../../../../local/stepfunctions/evaluation/context-object.ts';
import { compileExpression, compileTemplate } from '../../../../local/stepfunctions/evaluation/template.ts';

export const CONTEXT: ContextObject = {
  Execution: {
    Id: 'arn:execution',
    Input: { n: 1 },
    StartTime: '2026-01-01T00:00:00.000Z',
    Name: 'one',
    RoleArn: 'arn:role',
    RedriveCount: 0,
  },
  StateMachine: { Id: 'arn:machine', Name: 'Saga' },
};

export function evaluate(expression: string, input: unknown = {}): Promise<unknown> {
  return compileExpression(expression)({ input, context: CONTEXT });
}

export function fill(template: unknown, input: unknown = {}): Promise<unknown> {
  return compileTemplate(template)({ input, context: CONTEXT });
}

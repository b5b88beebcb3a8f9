import { FENCE } from './fence.ts';
import type { Mutation } from './mutation.ts';
import { RECOVERY } from './recovery.ts';
import { STATE_MACHINE } from './state-machine.ts';
import { STORE } from './store.ts';

export const MUTATIONS: readonly Mutation[] = [...FENCE, ...STORE, ...STATE_MACHINE, ...RECOVERY];

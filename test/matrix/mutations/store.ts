import type { Mutation } from './mutation.ts';

/** What the writes do, and what the reads afterwards decide. */
export const STORE: readonly Mutation[] = [
  {
    name: 'a rollback does not remove the data',
    file: 'lambda/store/rollback.ts',
    search: '...remove(writer.step, ATTRIBUTE.closedAt, ATTRIBUTE.expiresAt),',
    replacement: '...remove(ATTRIBUTE.closedAt, ATTRIBUTE.expiresAt),',
    cases: 'after its write until retries end',
  },
  {
    name: 'a rollback does not note what it has undone',
    file: 'lambda/store/rollback.ts',
    search: "    addToSet(ATTRIBUTE.undone, ':undone', writer.step),\n",
    replacement: '',
  },
  {
    name: 'a retry that finds its own data calls it closed',
    file: 'lambda/store/forward.ts',
    search: "if (!stepAbsent(writer.step).holds(record)) return 'present';",
    replacement: '',
    cases: 'fails after its write',
  },
  {
    name: 'a take-over keeps what the owner before has undone',
    file: 'lambda/store/forward.ts',
    search: '...remove(ATTRIBUTE.undone, ATTRIBUTE.error, ATTRIBUTE.expiresAt),',
    replacement: '...remove(ATTRIBUTE.error, ATTRIBUTE.expiresAt),',
    cases: 'Reserve fails after its write until retries end',
  },
  {
    name: 'the last step does not commit',
    file: 'lambda/store/forward.ts',
    search: 'const status = last ? STATUS.committed : STATUS.inProgress;',
    replacement: 'const status = STATUS.inProgress;',
  },
  {
    name: 'an error of the table is a verdict',
    file: 'lambda/store/transient.ts',
    search: 'if (!(error instanceof Error) || !isTransient(error)) throw error;',
    replacement: 'if (!(error instanceof Error) || isTransient(error)) throw error;',
    cases: 'throttled by DynamoDB once',
  },
];

import { defineFindSaga } from './define-find-saga.ts';
import { createFindSagaRuntime } from './runtimes.ts';

/** What the state `FindSaga` of a recovery invokes. */
export const handler = defineFindSaga(createFindSagaRuntime());

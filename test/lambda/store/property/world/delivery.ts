import { AwsError } from '../../../../../local/http/aws-error.ts';
import type { Call, Request } from './call.ts';

/** What came of a request that was carried out. */
export type Carried = { readonly answer: unknown } | { readonly error: Error };

/** @throws Error other than of a condition that does not hold: then it is the request that is wrong, or this test */
export async function carryOut(request: Request): Promise<Carried> {
  try {
    return { answer: await request.apply() };
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ConditionalCheckFailedException') return { error };
    throw error;
  }
}

/** Whoever sent the request goes on with what came of it. */
export async function answer(call: Call, carried: Carried): Promise<void> {
  const { reply } = call.unpark();
  await call.actor.go(() => ('error' in carried ? reply.reject(carried.error) : reply.resolve(carried.answer)));
}

/** The Task goes on without its answer. */
export async function abandon(call: Call, errorType: string): Promise<void> {
  const { actor } = call;
  call.orphan();
  await actor.go(() => {
    if (call.kind === 'function')
      call.answer.resolve({ functionError: { errorType, errorMessage: 'by the schedule' } });
    else call.answer.reject(new Error(errorType));
  });
}

/** For the report. */
export function resultOf(carried: Carried): string {
  return 'error' in carried ? carried.error.name : 'done';
}

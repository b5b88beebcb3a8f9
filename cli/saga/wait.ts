import { setTimeout as delay } from 'node:timers/promises';
import type { DescribeExecutionCommandOutput, SFNClient } from '@aws-sdk/client-sfn';
import { Interrupted, Refused } from '../errors.ts';
import { describeExecution, nameIn } from './execution.ts';

const FIRST_DELAY_MS = 200;
const GROWTH = 1.5;
/** DescribeExecution has a quota of 15 calls a second in most regions, for all who wait. */
const LONGEST_DELAY_MS = 5_000;
/** DescribeExecution is eventually consistent: an execution may be unknown for the first looks, some 2.6 s here. */
const LOOKS_UNTIL_KNOWN = 6;

export interface WaitOptions {
  /** Ends the waiting, not the execution. */
  readonly signal: AbortSignal;
  /** @default - real time */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Waits until an execution has ended: often at first, when most sagas end, then less and less.
 *
 * @throws Interrupted on Ctrl-C
 */
export async function waitForEnd(
  sfn: SFNClient,
  arn: string,
  { signal, sleep = realSleep }: WaitOptions,
): Promise<DescribeExecutionCommandOutput> {
  let delayMs = FIRST_DELAY_MS;
  for (let looks = 1; ; looks += 1) {
    const description = await describeExecution(sfn, arn);
    if (description !== undefined && description.status !== 'RUNNING') return description;
    if (description === undefined && looks >= LOOKS_UNTIL_KNOWN) {
      throw new Refused(`Step Functions does not know execution ${arn}: its state machine may have been deleted`);
    }
    await sleep(delayMs, signal);
    delayMs = Math.min(delayMs * GROWTH, LONGEST_DELAY_MS);
    if (signal.aborted) {
      throw new Interrupted(`stopped waiting; ${nameIn(arn)} runs on: saga status says how far it is`);
    }
  }
}

/** Resolves early when the signal aborts. */
async function realSleep(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

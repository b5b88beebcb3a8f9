import { setTimeout as delay } from 'node:timers/promises';

/** A timer of Node.js that is longer fires at once. */
const LONGEST_MS = 2_147_483_647;

/** Waits, however long, until the signal ends it. */
export async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  for (let left = milliseconds; left > 0; left -= LONGEST_MS) {
    await delay(Math.min(left, LONGEST_MS), undefined, { signal });
  }
}

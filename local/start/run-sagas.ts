import pMap from 'p-map';
import type { Launch } from './launch.ts';

export interface RunOptions {
  readonly launch: Launch;
  /** How many sagas are started and not yet ended. */
  readonly concurrency: number;
  /** Resolves when the execution has ended. */
  readonly waitForEnd: (executionArn: string) => Promise<unknown>;
  readonly onEnd?: (executionArn: string, index: number) => void | Promise<void>;
  /** Rejects when nothing can come any more, as when a consumer has died. @default - something always can */
  readonly failed?: Promise<never>;
}

/** Runs a saga for each input and waits for their ends. @returns the ARNs of their executions, in order */
export async function runSagas(inputs: readonly unknown[], options: RunOptions): Promise<string[]> {
  const { launch, concurrency, waitForEnd, onEnd, failed } = options;
  const all = pMap(
    inputs,
    async (input, index) => {
      const executionArn = await launch(input);
      await waitForEnd(executionArn);
      await onEnd?.(executionArn, index);
      return executionArn;
    },
    { concurrency },
  );
  return failed === undefined ? all : Promise.race([all, failed]);
}

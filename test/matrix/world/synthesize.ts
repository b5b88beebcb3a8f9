import { fileURLToPath } from 'node:url';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { type RetryPolicy, Saga, SagaRecovery, SagaStep, TransactionTable } from '../../../lib/index.ts';
import { STEPS } from '../dimensions/steps.ts';

/**
 * Fewer attempts than by default, 2 and 3 in place of 6 and 12: what follows the last of them is the same, and a third of the
 * matrix's time would go into those between.
 */
const RETRY: RetryPolicy = { intervalSeconds: 1, backoffRate: 2, maxDelaySeconds: 20, maxAttempts: 1 };
const ROLLBACK_RETRY: RetryPolicy = { ...RETRY, maxAttempts: 2 };

/** In MiB: as little as Lambda has, which is soon used up. */
const MEMORY_SIZE = 128;

/** Sagas of one to five steps on one table, made as an application of one's own would make them, each with its recovery. */
export function synthesize(outdir: string): string {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Matrix');
  const table = new TransactionTable(stack, 'Records');
  const entry = fileURLToPath(new URL('step.ts', import.meta.url));
  const props = { entry, table, timeout: Duration.seconds(10), memorySize: MEMORY_SIZE };
  const steps = STEPS.map((name) => SagaStep.fromEntry(stack, name, props));
  for (let length = 1; length <= steps.length; length += 1) {
    const saga = new Saga(stack, `Saga${length}`, {
      steps: steps.slice(0, length),
      table,
      retry: RETRY,
      rollbackRetry: ROLLBACK_RETRY,
    });
    new SagaRecovery(stack, `Recovery${length}`, { saga });
  }
  return app.synth().directory;
}

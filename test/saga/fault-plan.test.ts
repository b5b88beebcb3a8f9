import { describe, expect, test } from '@jest/globals';
import { SAGA_STEPS } from '../../contract/saga.ts';
import { auditTrail, dataIn, runSaga, useCloud } from '../support/cloud.ts';

const cloud = useCloud();
const EARLIER = new Map(SAGA_STEPS.map((step, index) => [step, SAGA_STEPS.slice(0, index)]));

const successes = (steps: readonly string[]) => steps.map((step) => `Success ${step}`);
const rollbacks = (steps: readonly string[]) => steps.toReversed().map((step) => `RolledBack ${step}`);
const run = (step: string, plan: object) =>
  runSaga(cloud(), {
    TransactionDetails: { TransactionId: `${step}-${Object.values(plan).join('-')}`, simulateFail: { step, ...plan } },
  });

describe.each(SAGA_STEPS)('a fault planned for %s', (step) => {
  const earlier = EARLIER.get(step) ?? [];

  test('before its write rolls back with its own error', async () => {
    const outcome = await run(step, { phase: 'before' });

    expect(outcome).toMatchObject({
      status: 'FAILED',
      error: 'SimulatedFailure',
      record: { Status: 'ROLLED_BACK', Error: { Step: step } },
    });
    expect(dataIn(outcome)).toEqual([]);
    expect(auditTrail(outcome)).toEqual([...successes(earlier), ...rollbacks([...earlier, step])]);
  });

  test('after its write rolls back what it wrote, the commit included', async () => {
    const outcome = await run(step, { phase: 'after' });

    expect(outcome).toMatchObject({ status: 'FAILED', error: 'SimulatedFailure', record: { Status: 'ROLLED_BACK' } });
    expect(dataIn(outcome)).toEqual([]);
    expect(auditTrail(outcome)).toEqual([...successes([...earlier, step]), ...rollbacks([...earlier, step])]);
  });

  test('with an error of one’s own ends with that error', async () => {
    expect(await run(step, { phase: 'before', error: 'OutOfStock' })).toMatchObject({
      status: 'FAILED',
      error: 'OutOfStock',
    });
  });

  test.each(['before', 'after'])(
    'that is transient and strikes twice %s its write commits, with one effect',
    async (phase) => {
      const outcome = await run(step, { phase, times: 2, error: 'TransientError' });

      expect(outcome).toMatchObject({ status: 'SUCCEEDED', record: { Status: 'COMMITTED' }, lambdaInvocations: 5 });
      expect(auditTrail(outcome)).toEqual(successes(SAGA_STEPS));
    },
  );

  test('in its rollback, twice, is retried until it is rolled back', async () => {
    const outcome = await run(step, { phase: 'rollback', times: 2 });

    expect(outcome).toMatchObject({ status: 'FAILED', error: 'SimulatedFailure', record: { Status: 'ROLLED_BACK' } });
    expect(auditTrail(outcome)).toEqual([...successes([...earlier, step]), ...rollbacks([...earlier, step])]);
  });

  test('in its rollback for good lets the other rollbacks run and says so in the record', async () => {
    const outcome = await run(step, { phase: 'rollback' });

    expect(outcome).toMatchObject({ status: 'FAILED', error: 'RollbackFailed', record: { Status: 'ROLLBACK_FAILED' } });
    expect(outcome.cause).toContain('SimulatedFailure');
    expect(dataIn(outcome)).toEqual([step]);
    expect(auditTrail(outcome)).toEqual([
      ...successes([...earlier, step]),
      ...rollbacks(earlier),
      `RollbackFailed ${step}`,
    ]);
  });
});

// A Lambda's timeout is real time, so the steps wait for theirs together.
describe('a timeout planned for each step', () => {
  test('until the retries end rolls back with the timeout as its error', async () => {
    const outcomes = await Promise.all(SAGA_STEPS.map((step) => run(step, { phase: 'timeout' })));

    for (const [index, outcome] of outcomes.entries()) {
      const failure = { Step: SAGA_STEPS[index], Name: 'Sandbox.Timedout' };
      expect(outcome).toMatchObject({
        status: 'FAILED',
        error: 'Sandbox.Timedout',
        record: { Status: 'ROLLED_BACK', Error: failure },
      });
      expect(dataIn(outcome)).toEqual([]);
    }
  }, 60_000);

  test('once commits on the retry', async () => {
    const outcomes = await Promise.all(SAGA_STEPS.map((step) => run(step, { phase: 'timeout', times: 1 })));

    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'SUCCEEDED', record: { Status: 'COMMITTED' }, lambdaInvocations: 4 });
    }
  }, 30_000);
});

import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import sinon from 'sinon';
import { holds, readRuns } from './support/runs.ts';

afterEach(() => sinon.restore());

/** Fails for every number above 20: the shortest counterexample is 21. */
const small = (tried: number[] = []) =>
  fc.property(fc.nat({ max: 1_000 }), (number) => {
    tried.push(number);
    return number <= 20;
  });

async function reportOf(tried: number[] = []): Promise<string> {
  return await holds(small(tried), 100).then(
    () => 'it holds',
    ({ message }: Error) => message,
  );
}

describe('a property that does not hold', () => {
  test('is reported with its shortest counterexample, and what to type to see it again', async () => {
    sinon.stub(process, 'env').value({});
    const report = await reportOf();
    expect(report).toContain('Counterexample: [21]');
    expect(report).toMatch(
      /the same once more: FC_SEED=-?\d+ FC_PATH=\d+(:\d+)* npm test -- test\/lambda\/store\/property\/runs\.test\.ts -t "a property that does not hold is reported/,
    );
  });

  test('is seen again by that seed and path, at once and alone', async () => {
    const env = sinon.stub(process, 'env').value({});
    const [, FC_SEED, FC_PATH] = /FC_SEED=(-?\d+) FC_PATH=([\d:]+)/.exec(await reportOf()) ?? [];
    env.value({ FC_SEED, FC_PATH });
    const tried: number[] = [];
    expect(await reportOf(tried)).toContain('Counterexample: [21]');
    expect(tried).toEqual([21]);
  });

  test('is tried in the same order by the same seed, as often as is asked', async () => {
    sinon.stub(process, 'env').value({ FC_SEED: '7', FC_RUNS: '5' });
    const orders = [];
    for (let time = 0; time < 2; time += 1) {
      const tried: number[] = [];
      await holds(
        fc.property(fc.nat(), (number) => {
          tried.push(number);
        }),
        100,
      );
      orders.push(tried);
    }
    expect(orders[0]).toHaveLength(5);
    expect(orders[1]).toEqual(orders[0]);
  });
});

test('without a word from the environment, a seed of its own is drawn each time', () => {
  expect(readRuns({})).toEqual({});
});

test.each([
  [{ FC_RUNS: 'many' }, 'FC_RUNS is "many", but has to be a whole number from 1 to 10000000: leave it out'],
  [{ FC_RUNS: '0' }, 'FC_RUNS is "0", but has to be a whole number from 1'],
  [{ FC_RUNS: '' }, 'FC_RUNS is "", but has to be a whole number'],
  [{ FC_SEED: '1.5' }, 'FC_SEED is "1.5", but has to be a whole number from -2147483648 to 2147483647'],
  [{ FC_SEED: '2147483648' }, 'FC_SEED is "2147483648", but has to be a whole number'],
  [{ FC_SEED: '1', FC_PATH: '1:' }, 'FC_PATH is "1:", but has to be numbers with colons between, such as 12:0:3'],
  [{ FC_PATH: '1:2' }, 'FC_PATH is "1:2" without FC_SEED'],
])('%j is refused', (env, message) => {
  expect(() => readRuns(env)).toThrow(message);
});

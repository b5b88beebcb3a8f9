import { expect, test } from '@jest/globals';
import { Killer } from '../../../bench/chaos/killer.ts';
import { lotsOf } from '../../../bench/chaos/lots.ts';

/** A crew of which nobody can be killed the first times. */
function killing(kills: number, { inFlight = 1, refusals = 0 } = {}) {
  const killed: number[] = [];
  let left = refusals;
  const crew = {
    kill(lot: number) {
      left -= 1;
      if (left >= 0) return false;
      killed.push(lot);
      return true;
    },
  };
  // No delay, whose lot is 0.
  const lots = (...name: readonly (string | number)[]) => (name[0] === 'delay' ? 0 : lotsOf(1)(...name));
  return { killed, killer: new Killer({ crew, lots, kills, sagas: 100, inFlight: async () => inFlight }) };
}

test('kills as often as it has to, all of it while sagas start', async () => {
  const { killer, killed } = killing(7);
  killer.onStart(1);
  await killer.done();
  expect(killed).toEqual([]);
  for (let count = 2; count <= 95; count += 1) killer.onStart(count);
  await killer.done();
  expect(killed).toHaveLength(7);
  expect(killer.kills).toBe(7);
  expect(new Set(killed).size).toBe(7);
});

test('waits for one that can be killed', async () => {
  const { killer, killed } = killing(1, { refusals: 3 });
  killer.onStart(100);
  await killer.done();
  expect(killed).toHaveLength(1);
});

test('counts the kills while messages are in flight', async () => {
  const busy = killing(2);
  const idle = killing(2, { inFlight: 0 });
  for (const { killer } of [busy, idle]) {
    killer.onStart(100);
    await killer.done();
  }
  expect([busy.killer.killsInFlight, idle.killer.killsInFlight]).toEqual([2, 0]);
});

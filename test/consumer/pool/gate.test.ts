import { describe, expect, test } from '@jest/globals';
import { Gate, KIND, type Ticket } from '../../../consumer/pool/gate.ts';
import { mostPerSecond, useFakeTime } from '../fake-time.ts';

const BACKOFF = { baseMs: 200, maxMs: 10_000 };
const NEVER = new AbortController().signal;

function enter(gate: Gate, kind = 0): Ticket {
  const ticket = gate.tryEnter(kind);
  if (ticket === undefined) throw new Error('the gate was expected to let it in');
  return ticket;
}

describe('Gate', () => {
  const clock = useFakeTime();

  test('lets everything in while nothing fails', () => {
    const gate = new Gate({ trustsEarlierCalls: true });
    const tickets = Array.from({ length: 1_000 }, () => enter(gate));
    for (const ticket of tickets) gate.succeeded(ticket);
    expect(gate.hasRoom).toBe(true);
  });

  test('closes for the back-off after a failure, then lets one in', async () => {
    const gate = new Gate({ trustsEarlierCalls: true });
    const delayMs = gate.failed(enter(gate), BACKOFF) ?? Number.NaN;
    expect(delayMs).toBeGreaterThanOrEqual(200);
    expect(gate.tryEnter(0)).toBeUndefined();
    await clock().tickAsync(delayMs - 1);
    expect(gate.tryEnter(0)).toBeUndefined();
    await clock().tickAsync(3);
    enter(gate);
    expect(gate.tryEnter(0)).toBeUndefined();
  });

  test('counts calls that fail together as one failure', async () => {
    const gate = new Gate({ trustsEarlierCalls: true });
    const tickets = Array.from({ length: 8 }, () => enter(gate));
    const delays = tickets.map((ticket) => gate.failed(ticket, BACKOFF));
    expect(delays.slice(1)).toEqual(Array(7).fill(undefined));
    expect(delays[0]).toBeLessThanOrEqual(400);
  });

  test('lets at most five calls a second through while all fail, whatever number waits', async () => {
    const gate = new Gate({ trustsEarlierCalls: true });
    const times: number[] = [];
    const call = async () => {
      for (;;) {
        const ticket = gate.tryEnter(0) ?? (await gate.enter(0, NEVER));
        times.push(performance.now());
        gate.failed(ticket, BACKOFF);
      }
    };
    for (let index = 0; index < 20; index += 1) void call();
    await clock().tickAsync(120_000);
    expect(mostPerSecond(times)).toBeLessThanOrEqual(5);
    // From 10 s of back-off on there is one in 5 to 10 s.
    expect(times.length).toBeGreaterThan(15);
    expect(times.length).toBeLessThan(35);
  });

  test('doubles what it lets in with each success until it is open', async () => {
    const gate = new Gate({ trustsEarlierCalls: false });
    gate.failed(enter(gate), BACKOFF);
    await clock().tickAsync(500);
    let inside = [enter(gate)];
    const widths: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      for (const ticket of inside) gate.succeeded(ticket);
      inside = [];
      for (let ticket = gate.tryEnter(0); ticket !== undefined && inside.length < 100; ticket = gate.tryEnter(0))
        inside.push(ticket);
      widths.push(inside.length);
    }
    expect(widths).toEqual([2, 8, 100]);
  });

  test('opens by the success of a call that was under way before, where single failures are normal', () => {
    const gate = new Gate({ trustsEarlierCalls: true });
    const earlier = enter(gate);
    gate.failed(enter(gate), BACKOFF);
    expect(gate.failing).toBe(true);
    gate.succeeded(earlier);
    expect([gate.failing, gate.hasRoom]).toEqual([false, true]);
  });

  test('stays closed after it where a failure asks to slow down', () => {
    const gate = new Gate({ trustsEarlierCalls: false });
    const earlier = enter(gate);
    gate.failed(enter(gate), BACKOFF);
    gate.succeeded(earlier);
    expect([gate.failing, gate.hasRoom]).toEqual([true, false]);
  });

  test('opens by the success of another kind after one failure, not after a second one in a row', async () => {
    const gate = new Gate({ trustsEarlierCalls: true });
    const [first, second] = [enter(gate, KIND.receive), enter(gate, KIND.receive)];
    gate.failed(enter(gate, KIND.delete), BACKOFF);
    gate.succeeded(first);
    expect([gate.failing, gate.hasRoom]).toEqual([true, true]);
    const delayMs = gate.failed(enter(gate, KIND.delete), BACKOFF);
    expect(delayMs).toBeGreaterThanOrEqual(400);
    gate.succeeded(second);
    expect([gate.failing, gate.hasRoom]).toEqual([true, false]);
  });

  test('lets other kinds pass one at a time while one waits that failed, which they do not excuse', async () => {
    const gate = new Gate({ trustsEarlierCalls: true });
    gate.failed(enter(gate, KIND.delete), BACKOFF);
    await clock().tickAsync(500);
    gate.failed(enter(gate, KIND.delete), BACKOFF);
    const admitted: Ticket[] = [];
    for (const kind of [KIND.delete, KIND.visibility, KIND.visibility])
      void gate.enter(kind, NEVER).then((ticket) => admitted.push(ticket));
    await clock().tickAsync(1_000);
    for (const expected of [KIND.visibility, KIND.visibility, KIND.delete]) {
      const ticket = admitted.at(-1);
      expect(ticket?.kind).toBe(expected);
      expect(gate.failing).toBe(true);
      if (ticket !== undefined) gate.succeeded(ticket);
      await clock().tickAsync(0);
    }
    expect(gate.failing).toBe(false);
  });

  test('takes the success of another kind for a proof when nobody waits for the one that failed', async () => {
    const gate = new Gate({ trustsEarlierCalls: true });
    gate.failed(enter(gate, KIND.visibility), BACKOFF);
    await clock().tickAsync(500);
    gate.succeeded(enter(gate, KIND.receive));
    expect(gate.failing).toBe(false);
  });

  test('admits who frees messages before who fetches more', async () => {
    const gate = new Gate({ trustsEarlierCalls: true });
    gate.failed(enter(gate, KIND.receive), BACKOFF);
    const order: string[] = [];
    const wait = async (name: keyof typeof KIND) => {
      const ticket = await gate.enter(KIND[name], NEVER);
      order.push(name);
      gate.succeeded(ticket);
    };
    for (const name of ['receive', 'visibility', 'delete'] as const) void wait(name);
    await clock().tickAsync(500);
    expect(order).toEqual(['visibility', 'delete', 'receive']);
  });

  test('lets go of who gives up waiting, and keeps the place for the next', async () => {
    const gate = new Gate({ trustsEarlierCalls: true });
    gate.failed(enter(gate), BACKOFF);
    const controller = new AbortController();
    const given = gate.enter(0, controller.signal);
    const next = gate.enter(1, NEVER);
    controller.abort(new Error('draining'));
    await expect(given).rejects.toThrow('draining');
    await clock().tickAsync(500);
    await expect(next).resolves.toBeDefined();
    await expect(gate.enter(0, controller.signal)).rejects.toThrow('draining');
  });

  test('lets another in for a call that was called off', async () => {
    const gate = new Gate({ trustsEarlierCalls: true });
    gate.failed(enter(gate), BACKOFF);
    await clock().tickAsync(500);
    gate.left(enter(gate));
    enter(gate);
  });

  test('says when there is room, so that nobody has to ask', async () => {
    let told = 0;
    const gate = new Gate({
      trustsEarlierCalls: false,
      onRoom: () => {
        told += 1;
      },
    });
    gate.failed(enter(gate), BACKOFF);
    await clock().tickAsync(500);
    expect(told).toBe(1);
    gate.succeeded(enter(gate));
    expect(told).toBe(2);
  });

  test('keeps no timer when it is closed for good', () => {
    const gate = new Gate({ trustsEarlierCalls: true });
    gate.failed(enter(gate), BACKOFF);
    gate.close();
    expect(clock().countTimers()).toBe(0);
  });
});

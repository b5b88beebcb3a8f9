import type { Clock } from '../../../../../local/clock/clock.ts';

/**
 * Stands until it is moved, so that two executions may start in the same millisecond. No timer ever fires: what times out
 * does so because the schedule says so.
 */
export class StandingClock implements Clock {
  #now: number;

  constructor(start: string) {
    this.#now = Date.parse(start);
  }

  now(): number {
    return this.#now;
  }

  stamp(): number {
    return this.#now;
  }

  moveTo(time: string): void {
    this.#now = Date.parse(time);
  }

  move(ms: number): void {
    this.#now += ms;
  }

  schedule(): () => void {
    return () => {};
  }

  hold(): () => void {
    return () => {};
  }

  idle(): Promise<void> {
    return Promise.resolve();
  }

  random(): number {
    return 0;
  }

  close(): void {}
}

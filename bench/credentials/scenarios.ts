import type { Answering } from './fake-aws.ts';
import type { Contender } from './protocol.ts';

export interface Scenario {
  readonly about: string;
  readonly forMs: number;
  readonly pauseMs: number;
  /** Of what STS gives out. Ours are due at half of it, those of fromTokenFile 5 minutes before its end. */
  readonly validityMs: Readonly<Record<Contender, number>>;
  /** How STS answers once the clients are pre-warmed. */
  readonly answering: Answering;
}

/** Due every 2 s. */
export const BUSY: Scenario = {
  about: 'busy: 100 requests a second',
  forMs: 6_000,
  pauseMs: 20,
  validityMs: { ours: 4_000, fromTokenFile: 302_000 },
  answering: 'yes',
};

/** What the last request was signed with is due, and ours has expired, by the time the next one comes. */
export const IDLE: Scenario = {
  about: 'idle: two requests every 3 s',
  forMs: 6_000,
  pauseMs: 3_000,
  validityMs: { ours: 2_000, fromTokenFile: 302_000 },
  answering: 'yes',
};

/** Due after 3 s or 2 s, and valid beyond the end: for 1 s or for 297 s. */
export const DOWN: Scenario = {
  about: 'busy, and STS down after the pre-warm',
  forMs: 5_000,
  pauseMs: 20,
  validityMs: { ours: 6_000, fromTokenFile: 302_000 },
  answering: 'unavailable',
};

import fc from 'fast-check';
import { FATES, type Fate } from './fates.ts';

/** What happens next. Where there is nobody to do it, nothing happens. */
export type Choice = {
  /** Milliseconds that pass before. */
  readonly ms: number;
} & (
  | { readonly do: 'start the next execution' }
  /** One of those that wait for a request. */
  | { readonly do: 'go on'; readonly who: number; readonly fate: Fate }
  /** One of those that wait, and whatever it asks is answered until it ends. */
  | { readonly do: 'finish'; readonly who: number }
  /** One of the requests that are late. */
  | { readonly do: 'land'; readonly which: number }
  /** One of those that run, recoveries as well. */
  | { readonly do: 'cut'; readonly who: number; readonly status: 'TIMED_OUT' | 'ABORTED' }
  /** One of the executions of the saga, however it stands. */
  | { readonly do: 'recover'; readonly which: number }
  | { readonly do: 'sweep' }
);

/** An execution that failed; the next one starts after it. */
export interface Before {
  /** So many steps went well, modulo the number of steps. */
  readonly steps: number;
  /** Rolled back, it leaves a record to be taken over; given up, one that waits for a recovery. A write is late in either. */
  readonly end: 'rolled back' | 'given up';
}

/** A transaction and all that happens to it. */
export interface Plan {
  /** How many steps its saga has. */
  readonly length: number;
  /** How many executions there are at most. */
  readonly executions: number;
  /** How the first execution came to its end before anything is chosen. @default - it is at its beginning */
  readonly before?: Before | undefined;
  readonly choices: readonly Choice[];
  /** Whether what is late at the end lands only after a sweep. */
  readonly sweepsFirst: boolean;
}

/** Mostly in the same millisecond or the next. */
const MS = fc.constantFrom(0, 0, 0, 1, 1, 1_000);
const WHICH = fc.nat({ max: 5 });
/** Half of all requests are answered: an execution that is never left alone would not get far. */
const FATE = fc.oneof(
  { arbitrary: fc.constant<Fate>('answered'), weight: 5 },
  { arbitrary: fc.constantFrom(...FATES), weight: 2 },
  // What the fence is for.
  { arbitrary: fc.constantFrom<Fate>('killed', 'outlived', 'echoed'), weight: 2 },
  // A saga that nothing makes roll back has the record for ever.
  { arbitrary: fc.constantFrom<Fate>('fails before', 'fails after'), weight: 2 },
);

/** What else a choice has, and how often it comes. */
const KINDS = {
  'go on': { weight: 20, with: { who: WHICH, fate: FATE } },
  finish: { weight: 3, with: { who: WHICH } },
  'start the next execution': { weight: 3, with: {} },
  land: { weight: 6, with: { which: WHICH } },
  cut: { weight: 4, with: { who: WHICH, status: fc.constantFrom('TIMED_OUT', 'ABORTED') } },
  recover: { weight: 4, with: { which: WHICH } },
  sweep: { weight: 1, with: {} },
};

const CHOICE = fc.oneof(
  { withCrossShrink: true },
  ...Object.entries(KINDS).map(([kind, { weight, with: more }]) => ({
    arbitrary: fc.record({ do: fc.constant(kind), ...more, ms: MS }) as fc.Arbitrary<unknown> as fc.Arbitrary<Choice>,
    weight,
  })),
);

const BEFORE: fc.Arbitrary<Before> = fc.record({
  steps: fc.nat({ max: 4 }),
  end: fc.constantFrom('rolled back', 'rolled back', 'given up'),
});

/** What is late is the write of the step that failed, or that of its rollback. */
const FAILURES: Readonly<Record<Before['end'], readonly Fate[]>> = {
  'rolled back': ['killed', 'fails before'],
  'given up': ['fails after', 'outlived', 'fails before'],
};

/** What happens before anything is chosen. */
export function beginning({ before, length }: Plan): readonly Choice[] {
  if (before === undefined) return [];
  const steps = Array.from({ length: before.steps % length }, () => 'answered' as const);
  return [
    ...[...steps, ...FAILURES[before.end]].map((fate): Choice => ({ do: 'go on', who: 0, fate, ms: 0 })),
    { do: 'finish', who: 0, ms: 0 },
    { do: 'start the next execution', ms: 1 },
  ];
}

/**
 * An array of choices rather than fast-check's scheduler: it shrinks to the few that matter. Without its bias, which would
 * make most of them too short to come to anything.
 */
export function plans(executions: number): fc.Arbitrary<Plan> {
  return fc.noBias(
    fc.record({
      length: fc.integer({ min: 1, max: 5 }),
      executions: fc.constant(executions),
      // Once in two.
      before: fc.option(BEFORE, { nil: undefined, freq: 2 }),
      choices: fc.array(CHOICE, { maxLength: 60, size: 'max' }),
      sweepsFirst: fc.boolean(),
    }),
  );
}

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Bench, type Figure, median } from './bench.ts';
import { cdkSynth } from './eks/cdk-synth.ts';
import type { StackCount } from './eks/count.ts';
import type { SynthResult } from './eks/synth-process.ts';
import { WAYS, type Way } from './eks/ways.ts';

const PAIRS = 7;
const TRIES = 3;
const run = promisify(execFile);

const COUNTED: Readonly<Record<keyof StackCount, string>> = {
  resources: 'resources',
  lambdas: 'Lambda functions',
  customResources: 'custom resources',
  nestedStacks: 'nested stacks',
  roles: 'IAM roles',
};

export const eks: Bench = {
  name: 'eks',
  about: `the consumers' stack beside the same features made with aws-eks v1; ${PAIRS} paired syntheses; cdk synth`,
  async run(say) {
    const pairs: Record<Way, SynthResult>[] = [];
    for (let pair = 0; pair < PAIRS; pair += 1) {
      pairs.push(await synthesizePair(pair % 2 === 0 ? WAYS : WAYS.toReversed()));
      say(`pair ${pair + 1}: ${WAYS.map((way) => `${way} ${pairs.at(-1)?.[way].ms.toFixed(0)} ms`).join(', ')}`);
    }
    const [first] = pairs;
    if (first === undefined) throw new Error('nothing was synthesized');
    refuseUnlessAlike(first);
    say('cdk synth of all stacks');
    return [
      ...Object.entries(COUNTED).flatMap(([name, what]) => compared(name as keyof StackCount, what, first)),
      {
        what: 'CPU of a synthesis, ours / field',
        value: median(pairs.map(({ ours, field }) => ours.ms / field.ms)),
        unit: 'x',
        promise: { at: 'most', value: 1.2 },
      },
      await allStacks('eks'),
      await allStacks('lambda'),
    ];
  },
};

async function allStacks(consumer: 'eks' | 'lambda'): Promise<Figure> {
  const tries: number[] = [];
  for (let attempt = 0; attempt < TRIES; attempt += 1) tries.push(await cdkSynth(consumer));
  return {
    what: `cdk synth, consumer: ${consumer}, best of ${TRIES}`,
    value: Math.min(...tries),
    unit: 's',
    promise: { at: 'most', value: 10 },
  };
}

async function synthesizePair(order: readonly Way[]): Promise<Record<Way, SynthResult>> {
  const results: Partial<Record<Way, SynthResult>> = {};
  for (const way of order) {
    const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'eks/synth-process.ts'), way]);
    results[way] = JSON.parse(stdout) as SynthResult;
  }
  return results as Record<Way, SynthResult>;
}

/** A comparison with less on one side would be none. */
function refuseUnlessAlike({ ours, field }: Record<Way, SynthResult>): void {
  if (ours.features.join() === field.features.join()) return;
  throw new Error(`the two have not the same features:\n${ours.features}\n${field.features}`);
}

/** Ours is promised to have fewer of everything: the bound is the other's count, less one; none where the other has none. */
function compared(name: keyof StackCount, what: string, { ours, field }: Record<Way, SynthResult>): Figure[] {
  const value = field.count[name];
  return [
    {
      what: `${what}, ours`,
      value: ours.count[name],
      unit: '',
      promise: { at: 'most', value: Math.max(0, value - 1) },
    },
    { what: `${what}, field`, value, unit: '' },
  ];
}

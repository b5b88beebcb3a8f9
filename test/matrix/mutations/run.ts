import Table from 'cli-table3';
import pMap from 'p-map';
import { Copy } from './copy.ts';
import { MUTATIONS } from './index.ts';
import type { Mutation } from './mutation.ts';
import { type Trial, tryOn } from './try.ts';

/** As many as there are cores to try them. */
const CONCURRENCY = 2;

interface Tried {
  readonly mutation: Mutation;
  readonly trial: Trial;
}

/** Tries every mutation, or those whose name has the first argument in it; exits with 1 where one survives. */
async function main(wanted = ''): Promise<void> {
  const mutations = MUTATIONS.filter(({ name }) => name.includes(wanted));
  const copies = Array.from({ length: CONCURRENCY }, () => new Copy());
  try {
    const unbroken = await tryOn(pick(copies));
    if (unbroken.verdict !== 'survived')
      throw new Error(
        `the matrix fails without any mutation: run npm run test:matrix first (${JSON.stringify(unbroken)})`,
      );
    const tried = await pMap(mutations, (mutation) => tryOne(copies, mutation), { concurrency: CONCURRENCY });
    process.stdout.write(`${tableOf(tried)}\n`);
    process.exitCode = tried.every(({ trial }) => trial.verdict === 'caught') ? 0 : 1;
  } finally {
    for (const copy of copies) copy[Symbol.dispose]();
  }
}

async function tryOne(copies: Copy[], mutation: Mutation): Promise<Tried> {
  const copy = copies.pop() ?? new Copy();
  try {
    const mend = copy.break(mutation);
    const trial = await tryOn(copy, mutation);
    mend();
    process.stderr.write(`${trial.verdict}: ${mutation.name}\n`);
    return { mutation, trial };
  } finally {
    copies.push(copy);
  }
}

function pick(copies: readonly Copy[]): Copy {
  const [copy] = copies;
  if (copy === undefined) throw new Error('there is no copy of the sources');
  return copy;
}

function tableOf(tried: readonly Tried[]): string {
  const table = new Table({
    head: ['mutation', 'file', 'verdict', 'cases', 'first of them', 'what it says'],
    style: { head: [] },
  });
  for (const { mutation, trial } of tried) {
    if (trial.verdict === 'invalid') {
      table.push([mutation.name, mutation.file, 'invalid', '', '', trial.reason]);
      continue;
    }
    const { cases, broken } = trial.report;
    table.push([
      mutation.name,
      mutation.file,
      trial.verdict,
      `${broken.length} of ${cases}`,
      broken[0]?.case ?? '',
      broken[0]?.problem ?? '',
    ]);
  }
  return table.toString();
}

await main(process.argv[2]);

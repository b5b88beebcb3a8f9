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

/** Tries every mutation, or those whose name has one of the arguments in it; exits with 1 where one survives. */
async function main(wanted: readonly string[]): Promise<void> {
  const mutations = MUTATIONS.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
  if (mutations.length === 0)
    throw new Error(`no mutation has ${JSON.stringify(wanted)} in its name: see docs/matrix.md`);
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

/** In Markdown, as docs/matrix.md has it. */
function tableOf(tried: readonly Tried[]): string {
  const rows = tried.map(({ mutation: { name, file }, trial }) => {
    if (trial.verdict === 'invalid') return [name, file, 'INVALID', trial.reason];
    const { cases, broken } = trial.report;
    return [name, file, `${broken.length} of ${cases}`, broken[0]?.problem ?? 'SURVIVED'];
  });
  return [['mutation', 'in', 'cases that notice', 'the first of them says'], Array(4).fill('---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`)
    .join('\n');
}

await main(process.argv.slice(2));

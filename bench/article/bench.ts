import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Case } from '../../test/matrix/case.ts';
import { stepsOf } from '../../test/matrix/dimensions/steps.ts';
import { eachDeedOnce } from '../../test/matrix/invariants/each-deed-once.ts';
import { failedLeavesNothing } from '../../test/matrix/invariants/failed-leaves-nothing.ts';
import { dataIn } from '../../test/matrix/invariants/invariant.ts';
import { nothingStaysOpen } from '../../test/matrix/invariants/nothing-stays-open.ts';
import { othersAreLeftAlone } from '../../test/matrix/invariants/others-are-left-alone.ts';
import { succeededIsCommitted } from '../../test/matrix/invariants/succeeded-is-committed.ts';
import { type Played, playAll } from '../../test/matrix/play.ts';
import { readSelection, select } from '../../test/matrix/selection.ts';
import { synthesize } from '../../test/matrix/world/synthesize.ts';
import type { Bench, Figure } from '../bench.ts';
import { synthesizeArticle } from './stack.ts';

/** The article's saga has three steps. */
const LENGTH = 3;
/** What can be asked of a saga that knows nothing of owners, refusals and recovery. */
const ASKED = [succeededIsCommitted, failedLeavesNothing, nothingStaysOpen, eachDeedOnce, othersAreLeftAlone];

export const article: Bench = {
  name: 'article',
  about:
    "the article's state machine, modelled from its description, in the cases of the failure matrix that have three steps",
  async run(say) {
    const cases = select({ ...readSelection(), length: LENGTH })
      // It says nothing of inputs that are none, nor of a second attempt: neither comes.
      .map((one) => ({ ...one, details: { ...one.details, stranger: 'nobody' as const, before: 'nothing' as const } }));
    const outdir = mkdtempSync(join(tmpdir(), 'fanout-saga-article-'));
    try {
      const theirs = await playAll(synthesizeArticle(join(outdir, 'article'), stepsOf(LENGTH)), cases, {
        isBare: true,
      });
      const ours = await playAll(synthesize(join(outdir, 'ours')), cases);
      say(`broken, for one: ${theirs.find(isBroken)?.case.name}`);
      return [
        { what: 'cases', value: cases.length, unit: 'cases' },
        broken('the article', theirs),
        { ...broken('fanout-saga', ours), promise: { at: 'most', value: 0 } },
        halfDone('the article', theirs),
        { ...halfDone('fanout-saga', ours), promise: { at: 'most', value: 0 } },
        { what: 'one start, one failure: cases', value: theirs.filter(isMild).length, unit: 'cases' },
        halfDone('the article, one start, one failure', theirs.filter(isMild)),
        ...ASKED.map(({ name, check }) => ({
          what: `the article: ${name}`,
          value: theirs.filter(({ outcome }) => check(outcome.left).length > 0).length,
          unit: 'cases',
        })),
      ];
    } finally {
      rmSync(outdir, { recursive: true, force: true });
    }
  },
};

function broken(what: string, played: readonly Played[]): Figure {
  return { what: `broken: ${what}`, value: played.filter(isBroken).length, unit: 'cases' };
}

/** For good: an operator has come by, with what there is to recover by. */
function halfDone(what: string, played: readonly Played[]): Figure {
  const isHalfDone = ({ outcome: { mended } }: Played) => {
    const left = dataIn(mended).length;
    return left > 0 && left < mended.steps.length;
  };
  return {
    what: `some steps' data left, others' not: ${what}`,
    value: played.filter(isHalfDone).length,
    unit: 'cases',
  };
}

function isBroken({ outcome }: Played): boolean {
  return ASKED.some(({ check }) => check(outcome.left).length > 0);
}

/** Nobody else comes, nobody cuts it short, and its rollbacks go well. */
function isMild({ case: { starts, ends, rollbacks } }: { readonly case: Case }): boolean {
  return starts === 'single' && ends === 'finished' && rollbacks === 'rollbacks fine';
}

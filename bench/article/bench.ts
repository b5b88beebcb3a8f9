import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stepsOf } from '../../test/matrix/dimensions/steps.ts';
import { eachDeedOnce } from '../../test/matrix/invariants/each-deed-once.ts';
import { failedLeavesNothing } from '../../test/matrix/invariants/failed-leaves-nothing.ts';
import { nothingStaysOpen } from '../../test/matrix/invariants/nothing-stays-open.ts';
import { othersAreLeftAlone } from '../../test/matrix/invariants/others-are-left-alone.ts';
import { succeededIsCommitted } from '../../test/matrix/invariants/succeeded-is-committed.ts';
import { play } from '../../test/matrix/play.ts';
import { readSelection, select } from '../../test/matrix/selection.ts';
import type { Bench } from '../bench.ts';
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
    const cases = select(readSelection()).filter(({ place }) => place.length === LENGTH);
    const outdir = mkdtempSync(join(tmpdir(), 'fanout-saga-article-'));
    try {
      const assembly = synthesizeArticle(join(outdir, 'cdk.out'), stepsOf(LENGTH));
      const played = await play(assembly, cases, { hasRecovery: false });
      const broken = played.filter(({ outcome }) => ASKED.some(({ check }) => check(outcome.left).length > 0));
      say(`for one: ${broken[0]?.case.name}`);
      return [
        { what: 'cases', value: cases.length, unit: 'cases' },
        { what: 'broken in any way', value: broken.length, unit: 'cases' },
        ...ASKED.map(({ name, check }) => ({
          what: `broken: ${name}`,
          value: played.filter(({ outcome }) => check(outcome.left).length > 0).length,
          unit: 'cases',
        })),
      ];
    } finally {
      rmSync(outdir, { recursive: true, force: true });
    }
  },
};

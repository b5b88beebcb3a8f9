import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedCloud } from './cloud.ts';
import { ConsumerImage } from './consumers/consumer-image.ts';
import { Consumers } from './consumers/consumers.ts';
import { nextCommands } from './next-commands.ts';
import { parseArguments, type StartArguments } from './start/arguments.ts';
import { consumption } from './start/consumption.ts';
import { expectationOf, retriesOf } from './start/expectation.ts';
import { directly, throughTheTopic } from './start/launch.ts';
import { observe } from './start/observe.ts';
import type { Outcome } from './start/outcome.ts';
import { noProgress, progressOn } from './start/progress.ts';
import { outcomeLine, outcomeTable } from './start/report.ts';
import { runSagas } from './start/run-sagas.ts';
import { transactionsFor } from './start/transactions.ts';
import { stopSignal } from './stop-signal.ts';
import { synthesize } from './synth.ts';
import { reportFailure, UsageError } from './usage-error.ts';

const EXIT = { asAsked: 0, notAsAsked: 1 } as const;

async function main(options: StartArguments): Promise<number> {
  const inputs = await transactionsFor(options);
  const progress = options.json ? noProgress : progressOn(process.stdout, inputs.length);
  const directory = await mkdtemp(join(tmpdir(), 'fanout-saga-'));
  try {
    progress.say('synthesizing the stacks');
    // Beside the synthesis, which takes longer.
    await using image = options.direct ? undefined : ConsumerImage.build();
    const assembly = await synthesize(join(directory, 'cdk.out'));
    await using cloud = await EmbeddedCloud.boot({ assembly, port: options.port });
    progress.say(`embedded cloud up on ${cloud.endpoint} in ${Math.round(cloud.bootMs)} ms`);
    await using consumers = image && (await Consumers.start(cloud, { image }));
    const sagas = `${inputs.length} transaction${inputs.length === 1 ? '' : 's'}`;
    progress.say(
      consumers === undefined ? `starting ${sagas}` : `${whoConsumes(consumers, cloud)}; publishing ${sagas}`,
    );

    const began = performance.now();
    const outcomes: Outcome[] = [];
    await runSagas(inputs, {
      launch: consumers === undefined ? directly(cloud) : throughTheTopic(cloud),
      concurrency: options.concurrency,
      ...(consumers && { failed: consumers.failed }),
      waitForEnd: (executionArn) => cloud.stepFunctions.waitForEnd(executionArn),
      onEnd: async (executionArn, index) => {
        const outcome = await observe(cloud, executionArn);
        outcomes[index] = outcome;
        progress.sagaEnded(outcomeLine(outcome));
      },
    });
    const seconds = (performance.now() - began) / 1000;
    progress.end();

    const retries = await retriesOf(cloud.stepFunctionsClient(), cloud.sagaStateMachineArn);
    const judged = outcomes.map((outcome, index) => {
      const asked = expectationOf(inputs[index], retries);
      return { outcome, asAsked: asked.includes(String(outcome.record?.Status)) };
    });
    const missed = judged.filter(({ asAsked }) => !asAsked).length;
    if (options.json) {
      process.stdout.write(`${JSON.stringify({ bootMs: cloud.bootMs, sagas: outcomes })}\n`);
    } else {
      process.stdout.write(`${outcomeTable(judged)}\n`);
      process.stdout.write(
        `${outcomes.length} sagas in ${seconds.toFixed(1)} s: ${outcomes.length - missed} ended as asked, ${missed} did not\n`,
      );
    }
    if (options.keep) {
      const say = options.json ? process.stderr : process.stdout;
      const stopped = stopSignal();
      say.write(`\n${nextCommands(cloud)}\n`);
      await stopped;
    }
    return missed === 0 ? EXIT.asAsked : EXIT.notAsAsked;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** @throws UsageError when nothing does: a transaction that is published would be waited for in vain */
function whoConsumes({ all }: Consumers, cloud: EmbeddedCloud): string {
  const line = consumption(all, cloud);
  if (line !== undefined) return line;
  throw new UsageError(
    'nothing consumes what is published, neither a Deployment nor a Lambda of the templates: set consumer to eks or lambda in cdk.json, or start with --direct',
  );
}

try {
  process.exitCode = await main(parseArguments(process.argv.slice(2)));
} catch (error) {
  process.exitCode = reportFailure(error);
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { EmbeddedCloud } from './cloud.ts';
import { ConsumerImage } from './consumers/consumer-image.ts';
import { Consumers } from './consumers/consumers.ts';
import { nextCommands } from './next-commands.ts';
import { DEFAULT_PORT, wholeNumber } from './start/arguments.ts';
import { consumption } from './start/consumption.ts';
import { stopSignal } from './stop-signal.ts';
import { synthesize } from './synth.ts';
import { reportFailure } from './usage-error.ts';

const command = new Command('npm run local --')
  .description('Keeps the embedded cloud up on 127.0.0.1 until Ctrl-C.')
  .option('--port <n>', 'port to listen on; 0 takes any that is free', wholeNumber(0, 65_535), DEFAULT_PORT)
  .option('--no-consumers', 'leave the messages in the queues')
  .option('--logs', 'print what the Lambdas and the consumers log', false)
  .allowExcessArguments(false)
  .parse();
const { port, logs, consumers: consume } = command.opts<{ port: number; logs: boolean; consumers: boolean }>();
const log = logs && { onLog: (name: string, line: string) => process.stderr.write(`${name} ${line}\n`) };

const directory = await mkdtemp(join(tmpdir(), 'fanout-saga-'));
try {
  await using image = consume ? ConsumerImage.build() : undefined;
  const assembly = await synthesize(join(directory, 'cdk.out'));
  await using cloud = await EmbeddedCloud.boot({ assembly, port, ...log });
  await using consumers = image && (await Consumers.start(cloud, { image, ...log }));
  // Before the first line: whoever reads it may stop this at once.
  const stopped = stopSignal();
  process.stdout.write(`${nextCommands(cloud)}\n`);
  const consuming = consumption(consumers?.all ?? [], cloud);
  process.stdout.write(`${consuming ?? 'nothing is consuming: messages stay in the queues'}\n`);
  await Promise.race([stopped, ...(consumers ? [consumers.failed] : [])]);
  process.stdout.write('stopping\n');
} catch (error) {
  process.exitCode = reportFailure(error);
} finally {
  await rm(directory, { recursive: true, force: true });
}

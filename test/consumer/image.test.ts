import { chown, cp, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requireEnv } from '../../contract/environment.ts';
import { podsOf } from '../../local/consumers/group-of.ts';
import { processEnvironment } from '../../local/consumers/process-environment.ts';
import type { Pod } from '../../local/kubernetes/pod.ts';
import { writeTokenFile } from '../../local/sts/token-file.ts';
import { allEnded, executionNames, publish } from '../fanout/publish.ts';
import { ASSEMBLY_VARIABLE } from '../support/assembly.ts';
import { useCloud } from '../support/cloud.ts';
import { type BuiltImage, buildImage, imageContext } from '../support/consumer-image.ts';
import { ConsumerProcess, type Place } from './consumer-process.ts';

const cloud = useCloud();

/** The user of the image. Only root may become somebody else; anybody else is not root already. */
const NONROOT = 65_532;
const isRoot = process.getuid?.() === 0;

let image: BuiltImage;
let node: string;
let consumer: ConsumerProcess | undefined;
let volume: string;

beforeAll(async () => {
  image = await buildImage(await imageContext(requireEnv(ASSEMBLY_VARIABLE)));
  volume = await mkdtemp(join(tmpdir(), 'fanout-saga-volume-'));
  await handOver(volume);
  node = await ownNode(volume);
}, 60_000);
afterAll(async () => {
  await consumer?.kill();
  await image[Symbol.asyncDispose]();
  await rm(volume, { recursive: true, force: true });
});

/** The image has a Node of its own: this one may lie where the user of the image has no access to. */
async function ownNode(directory: string): Promise<string> {
  if (!isRoot) return process.execPath;
  const copy = join(directory, 'node');
  await cp(process.execPath, copy);
  return copy;
}

async function tokenOf({ token }: Pod): Promise<string> {
  const file = await writeTokenFile(volume, token);
  await handOver(file);
  return file;
}

/** As kubelet does with a volume, for the group of the pod. */
async function handOver(path: string): Promise<void> {
  if (isRoot) await chown(path, NONROOT, NONROOT);
}

/** In the image's file system, as the image's user. */
function place(): Place {
  return { cwd: image.workingDirectory, node, ...(isRoot && { uid: NONROOT, gid: NONROOT }) };
}

/** A container of the group's pod: with its command and its environment, and nothing of this process's. */
async function run(group: string): Promise<ConsumerProcess> {
  const [pod] = podsOf(cloud().pods, group);
  if (pod === undefined) throw new Error(`no pod of ${group}`);
  const [, entry = '', ...args] = pod.command;
  const environment = processEnvironment(pod, { endpoint: cloud().endpoint, tokenFile: await tokenOf(pod) });
  consumer = new ConsumerProcess({ ...image.environment, ...environment, PATH: undefined }, args, entry, place());
  return consumer;
}

describe('the image', () => {
  test('is the bundle and its source map, nothing else', async () => {
    expect((await readdir(image.root, { recursive: true })).sort()).toEqual([
      'consumer',
      'consumer/main.mjs',
      'consumer/main.mjs.map',
    ]);
  });

  test('can be read by anybody, and written by nobody', async () => {
    for (const name of ['.', ...(await readdir(image.root, { recursive: true }))]) {
      const { mode } = await stat(join(image.root, name));
      expect([name, (mode & 0o004) !== 0, mode & 0o222]).toEqual([name, true, 0]);
    }
  });

  test('is run by somebody who is not root and cannot write to it', async () => {
    const script = "let code; try { fs.writeFileSync('new', '') } catch (error) { code = error.code }";
    const look = new ConsumerProcess(
      {},
      [`${script}; console.log(JSON.stringify([process.getuid(), code]))`],
      '-e',
      place(),
    );
    await look.exit();
    const [user, code] = look.lines[0] as unknown as [number, string];
    expect(user).toBe(isRoot ? NONROOT : process.getuid?.());
    expect(user).not.toBe(0);
    expect(code).toBe('EACCES');
  });

  test.each(['saga', 'audit'])('consumes the group %s as its pod would, and drains', async (group) => {
    const process = await run(group);
    const { port, handler, commit } = await process.line('consumer started');
    expect({ handler, commit }).toEqual({ handler: group === 'saga' ? 'start-saga' : 'audit', commit: 'abc1234' });
    for (const path of ['healthz', 'readyz', 'metrics', 'version']) {
      expect((await fetch(`http://127.0.0.1:${port}/${path}`)).status).toBe(200);
    }

    await publish(cloud(), [{ TransactionDetails: { TransactionId: `image-${group}` } }]);
    if (group === 'audit') await process.line('transaction published');
    else await eventually(() => executionNames(cloud()).includes('image-saga-1'));
    await allEnded(cloud());

    process.signal('SIGTERM');
    await process.line('draining');
    // A poll that is parked ends with a message.
    await publish(cloud(), [{ TransactionDetails: { TransactionId: `image-${group}-late` } }]);
    expect(await process.exit()).toBe(0);
    expect(process.lines.at(-1)).toMatchObject({ message: 'drained', left: 0 });
    expect(process.lines.filter(({ level }) => level !== 'info')).toEqual([]);
    expect(process.stderr).toBe('');
  });

  test('misses a file that is not in it', async () => {
    const process = new ConsumerProcess({}, [], 'other.mjs', { cwd: image.workingDirectory });
    expect(await process.exit()).toBe(1);
    expect(process.stderr).toContain('MODULE_NOT_FOUND');
  });
});

async function eventually(holds: () => boolean): Promise<void> {
  for (const giveUpAt = Date.now() + 10_000; !holds(); await sleep(10)) {
    if (Date.now() > giveUpAt) throw new Error(`${holds} does not hold within 10 s:\n${consumer?.stdout}`);
  }
}

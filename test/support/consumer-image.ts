import { execFile } from 'node:child_process';
import { chmod, cp, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { every, last, ROOT, type Stage, stages } from './dockerfile.ts';

/** The file system of the consumer's image, as its Dockerfile makes it, without Docker. */
export interface BuiltImage extends AsyncDisposable {
  /** What `/` is in a container. */
  readonly root: string;
  /** Where the container begins. */
  readonly workingDirectory: string;
  /** What every container is told. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Follows the Dockerfile: the first stage gets what is copied from the context, and no more; its last RUN is run; the second stage
 * gets what is copied from the first. `npm ci` is left out, its outcome is this project's own node_modules.
 *
 * @param context the directory that `docker build` would get
 */
export async function buildImage(context: string): Promise<BuiltImage> {
  const directory = await mkdtemp(join(tmpdir(), 'fanout-saga-image-'));
  // Made for its owner alone; the user of the image has to get in.
  await chmod(directory, 0o755);
  const [build, image] = stages();
  const first = join(directory, 'build');
  const root = join(directory, 'image');
  const workingDirectory = join(root, last(image, 'WORKDIR'));

  const sources = join(first, last(build, 'WORKDIR'));
  for (const [from, to] of copies(build)) await cp(join(context, from), join(sources, to), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(sources, 'node_modules'));
  const bundle = last(build, 'RUN').replaceAll(/(?<= )\/(?=\S)/g, `${first}/`);
  const env = { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, COMMIT: 'abc1234' };
  await promisify(execFile)('sh', ['-euc', bundle], { cwd: sources, env });

  for (const [from, to] of copies(image)) {
    await cp(join(first, from), join(workingDirectory, to), { recursive: true });
  }
  // As a container's root is with readOnlyRootFilesystem: nobody writes to it, whoever owns it.
  await setModes(root, (mode) => mode & 0o555);
  return {
    root,
    workingDirectory,
    environment: Object.fromEntries(every(image, 'ENV').map((variable) => variable.split('='))),
    [Symbol.asyncDispose]: async () => {
      // Who is not root removes nothing from a directory that cannot be written to.
      await setModes(root, (mode) => mode | 0o200);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Each source with its destination; a last slash says that it goes into a directory. */
function copies(stage: Stage | undefined): [from: string, to: string][] {
  const lists = every(stage, 'COPY').map((rest) => rest.split(/\s+/).filter((word) => !word.startsWith('--')));
  return lists.flatMap((words) => {
    const to = words.at(-1) ?? '';
    return words
      .slice(0, -1)
      .map((from): [string, string] => [from, from.endsWith('/') || !to.endsWith('/') ? to : join(to, from)]);
  });
}

async function setModes(root: string, change: (mode: number) => number): Promise<void> {
  for (const name of ['.', ...(await readdir(root, { recursive: true }))]) {
    const path = join(root, name);
    await chmod(path, change((await stat(path)).mode));
  }
}

/** The directory that the build of the consumer's image gets, in a cloud assembly. */
export async function imageContext(assembly: string): Promise<string> {
  const files = (await readdir(assembly)).filter((name) => name.endsWith('.assets.json'));
  for (const file of files) {
    const { dockerImages = {} } = JSON.parse(await readFile(join(assembly, file), 'utf8'));
    const [image] = Object.values<{ source: { directory: string } }>(dockerImages);
    if (image !== undefined) return join(assembly, image.source.directory);
  }
  throw new Error(`no stack of ${assembly} has an image`);
}

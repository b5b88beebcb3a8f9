import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mutation } from './mutation.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** What the matrix is made of and what it tries. */
const PARTS = [
  'bin',
  'contract',
  'lambda',
  'lib',
  'local',
  'test/matrix',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** The sources in a directory of their own, where they can be broken. */
export class Copy implements Disposable {
  readonly directory = mkdtempSync(join(tmpdir(), 'fanout-saga-mutation-'));

  constructor() {
    for (const part of PARTS) cpSync(join(ROOT, part), join(this.directory, part), { recursive: true });
    symlinkSync(realpathSync(join(ROOT, 'node_modules')), join(this.directory, 'node_modules'));
  }

  /**
   * @returns what mends it again
   * @throws Error where the text is not there exactly once: the mutation would be another one than its name says
   */
  break({ name, file, search, replacement }: Mutation): () => void {
    const path = join(this.directory, file);
    const text = readFileSync(path, 'utf8');
    const places = text.split(search).length - 1;
    if (places !== 1)
      throw new Error(`the text of "${name}" is ${places} times in ${file}, but has to be there once: mend its search`);
    writeFileSync(
      path,
      text.replace(search, () => replacement),
    );
    return () => writeFileSync(path, text);
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

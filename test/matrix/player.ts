import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { Case } from './case.ts';
import { type Report, sum } from './report.ts';

/** What a process that plays cases is told, besides which. */
export const PLAYER = {
  /** The cloud assembly that was synthesized for all of them. @default - each makes its own */
  assembly: 'MATRIX_ASSEMBLY',
  /** `2/3`: the second of three parts. @default - all of it */
  part: 'MATRIX_PART',
  /** `1`: the cases in which threads are really killed. */
  inThreads: 'MATRIX_THREADS',
} as const;

/** Which of the cases are this process's. Neighbours are alike: dealt out in turn, each part gets as many of the dear ones. */
export function readPart(env: NodeJS.ProcessEnv = process.env): (cases: readonly Case[]) => readonly Case[] {
  const [part = 1, parts = 1] = (env[PLAYER.part] ?? '1/1').split('/').map(Number);
  return (cases) => cases.filter((_, index) => index % parts === part - 1);
}

export interface PlayerProps {
  /** The root of the sources that are played: of this project, or of a copy. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds after which it is killed. @default - it may take as long as it likes */
  readonly timeout?: number;
  readonly onReport?: (report: Report) => void;
}

/**
 * Plays cases in a process of their own.
 *
 * @throws Error where it does not come to its end, with what it says of that
 */
export async function playApart({ root, env, timeout, onReport }: PlayerProps): Promise<Report> {
  const script = join(root, 'test/matrix/main.ts');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    cwd: root,
    env: { ...process.env, ...env },
    timeout,
    killSignal: 'SIGKILL',
  });
  const reports: Report[] = [];
  createInterface(child.stdout).on('line', (line) => {
    const report = JSON.parse(line) as Report;
    reports.push(report);
    onReport?.(report);
  });
  const [errors, [code, signal]] = await Promise.all([
    text(child.stderr),
    new Promise<readonly [number | null, string | null]>((resolve, reject) => {
      child.on('error', reject).on('close', (...end) => resolve(end));
    }),
  ]);
  if (code !== 0) throw new Error(`a process that plays cases ended with ${code ?? signal}: ${errors.slice(-2_000)}`);
  return sum(reports);
}

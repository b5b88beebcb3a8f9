import { PassThrough, Readable } from 'node:stream';
import { run } from '../../cli/run.ts';
import type { Terminal } from '../../cli/terminal.ts';

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Around {
  /** @default - empty */
  readonly stdin?: string | Readable;
  readonly isTTY?: boolean;
  readonly env?: Terminal['env'];
  readonly signal?: AbortSignal;
}

/** Runs a command in this process, with streams of its own. */
export async function saga(argv: readonly string[], around: Around = {}): Promise<Ended> {
  const { stdin = '', isTTY = false, env = {}, signal = new AbortController().signal } = around;
  const stdout = sink(isTTY);
  const stderr = sink(isTTY);
  const input = stdin instanceof Readable ? stdin : Readable.from(stdin === '' ? [] : [Buffer.from(stdin)]);
  const exitCode = await run(argv, { stdin: Object.assign(input, { isTTY }), stdout, stderr, env, signal });
  return { exitCode, stdout: text(stdout), stderr: text(stderr) };
}

function sink(isTTY: boolean): PassThrough & { isTTY: boolean } {
  // Nobody reads until the end: room for all of it.
  return Object.assign(new PassThrough({ highWaterMark: 64 * 1024 * 1024 }), { isTTY });
}

function text(stream: PassThrough): string {
  return (stream.read() as Buffer | null)?.toString() ?? '';
}

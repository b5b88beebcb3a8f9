import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Message } from './message.ts';
import { readLines } from './read-lines.ts';

/** Strings are handed to the file in pieces of about this length: a write for each message would be most of the work. */
const PIECE_CHARACTERS = 64 * 1024;
const SEPARATOR = '\t';

/**
 * Messages kept aside on disk, in the user's own temporary directory, while the rest of the input is checked: nothing may be
 * published before all of it is known to be valid, standard input cannot be read twice, and a file may change meanwhile.
 */
export class Spool implements AsyncDisposable {
  readonly #directory: string;
  readonly #file: string;

  private constructor(directory: string) {
    this.#directory = directory;
    this.#file = join(directory, 'messages');
  }

  static async open(): Promise<Spool> {
    return new Spool(await mkdtemp(join(tmpdir(), 'saga-publish-')));
  }

  async write(messages: AsyncIterable<Message>, signal: AbortSignal): Promise<void> {
    await pipeline(Readable.from(pieces(messages)), createWriteStream(this.#file, { mode: 0o600 }), { signal });
  }

  async *read(): AsyncGenerator<Message> {
    for await (const { text = '' } of readLines(createReadStream(this.#file))) {
      // Neither a number nor a name has a tab in it; what follows the second is the body.
      const [number = '', name = ''] = text.split(SEPARATOR, 2);
      yield { number: Number(number), name, body: text.slice(number.length + name.length + 2) };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true });
  }
}

async function* pieces(messages: AsyncIterable<Message>): AsyncGenerator<string> {
  let piece = '';
  for await (const { number, name, body } of messages) {
    piece += `${number}${SEPARATOR}${name}${SEPARATOR}${body}\n`;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

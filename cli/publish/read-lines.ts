import { MAX_MESSAGE_BYTES } from '../../contract/message.ts';
import type { Candidate } from './candidate.ts';

/**
 * A line longer than this is not kept: a file without line ends need not fit memory. A message of 128 KiB that is written in
 * escapes, six characters for one, and with some white space, is shorter.
 */
export const MAX_LINE_BYTES = 8 * MAX_MESSAGE_BYTES;

const LINE_FEED = 0x0a;

/** Splits bytes into lines. Lines that are empty are counted, but passed over; a BOM before the first is dropped. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Candidate> {
  const line = new LineBuffer();
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      line.add(chunk.subarray(start, end));
      const candidate = line.take();
      if (candidate.text !== '') yield candidate;
      start = end + 1;
    }
    line.add(chunk.subarray(start));
  }
  const last = line.take();
  if (last.text !== '') yield last;
}

/** The line that is being read, of which the chunks bring pieces. */
class LineBuffer {
  #pieces: Uint8Array[] = [];
  #bytes = 0;
  #number = 1;
  /** Not by replacing: a message that differs from what was meant is worse than one that is refused. */
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  add(piece: Uint8Array): void {
    this.#bytes += piece.length;
    if (this.#bytes > MAX_LINE_BYTES) this.#pieces = [];
    else this.#pieces.push(piece);
  }

  take(): Candidate {
    const number = this.#number;
    const candidate = { number, ...this.#read() };
    this.#pieces = [];
    this.#bytes = 0;
    this.#number += 1;
    return candidate;
  }

  #read(): Pick<Candidate, 'text' | 'flaw'> {
    if (this.#bytes > MAX_LINE_BYTES) return { flaw: `the line has ${this.#bytes} bytes, ${TOO_LONG}` };
    try {
      // trim() drops the BOM too, and the carriage return of a file from Windows.
      return { text: this.#utf8.decode(Buffer.concat(this.#pieces)).trim() };
    } catch {
      // All that a fatal decoder throws for.
      return {
        flaw: 'the line is not UTF-8, but the input has to be: write the file anew in UTF-8, or convert it with iconv',
      };
    }
  }
}

const TOO_LONG = `but may have at most ${MAX_LINE_BYTES} (1 MiB), and a message at most ${MAX_MESSAGE_BYTES} (128 KiB): write one transaction a line, split a large one, or keep its data elsewhere and send where it is`;

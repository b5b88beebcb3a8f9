import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { MAX_LINE_BYTES, readLines } from '../../../cli/publish/read-lines.ts';

async function linesOf(...chunks: (string | Uint8Array)[]) {
  const bytes = chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
  return Array.fromAsync(readLines(asStream(bytes)));
}

async function* asStream<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

describe('reading lines', () => {
  it('numbers lines from 1, and counts the empty ones that it passes over', async () => {
    expect(await linesOf('a\n\n  \nb\n')).toEqual([
      { number: 1, text: 'a' },
      { number: 4, text: 'b' },
    ]);
  });

  it('reads a last line without a line end', async () => {
    expect(await linesOf('a\nb')).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: 'b' },
    ]);
  });

  it('reads nothing from nothing', async () => {
    expect(await linesOf()).toEqual([]);
    expect(await linesOf('\n\n')).toEqual([]);
  });

  it('drops a BOM, and the carriage returns of Windows', async () => {
    expect(await linesOf('\uFEFFa\r\nb\r\n').then((lines) => lines.map(({ text }) => text))).toEqual(['a', 'b']);
  });

  it('puts lines and characters together that chunks have cut', async () => {
    const bytes = Buffer.from('größe\n€uro\n');
    const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
    expect((await linesOf(...pieces)).map(({ text }) => text)).toEqual(['größe', '€uro']);
  });

  it('keeps the other separators of Unicode, which JSON may have in a string', async () => {
    expect((await linesOf('"a\u2028b"\n')).map(({ text }) => text)).toEqual(['"a\u2028b"']);
  });

  it('refuses a line that is not UTF-8, and reads on', async () => {
    const [first, second, third] = await linesOf('a\n', Uint8Array.of(0xff, 0xfe, 0x7b, 0x0a), 'c\n');
    expect(first).toEqual({ number: 1, text: 'a' });
    expect(second).toEqual({ number: 2, flaw: expect.stringContaining('is not UTF-8') });
    expect(third).toEqual({ number: 3, text: 'c' });
  });

  it('takes a line at the limit, and refuses one above it by its size', async () => {
    const [first, second, third] = await linesOf(
      `${'x'.repeat(MAX_LINE_BYTES)}\n${'x'.repeat(MAX_LINE_BYTES + 1)}\nc\n`,
    );
    expect(first?.text).toHaveLength(MAX_LINE_BYTES);
    expect(second?.flaw).toContain(`${MAX_LINE_BYTES + 1} bytes`);
    expect(second?.flaw).toContain('128 KiB');
    expect(third).toEqual({ number: 3, text: 'c' });
  });

  it('does not keep a line that is far too long', async () => {
    const pieces: WeakRef<ArrayBuffer>[] = [];
    let most = 0;
    async function* endless() {
      for (let piece = 1; piece <= 1_024; piece += 1) {
        const bytes = Buffer.alloc(64 * 1024, 'x');
        pieces.push(new WeakRef(bytes.buffer));
        yield bytes;
        if (piece % 256 === 0) most = Math.max(most, await kept(pieces));
      }
    }
    const [line] = await Array.fromAsync(readLines(endless()));
    expect(line?.flaw).toContain('67108864 bytes');
    // Of 256 at a time: the one that was last read, and what the loops around it still hold.
    expect(most).toBeLessThan(8);
  });
});

/** How many of them are still needed by somebody. */
async function kept(pieces: readonly WeakRef<ArrayBuffer>[]): Promise<number> {
  // What a WeakRef was made of, or has given, is alive until the turn of the event loop ends.
  await setImmediate();
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return pieces.filter((piece) => piece.deref() !== undefined).length;
}

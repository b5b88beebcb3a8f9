import type { Readable } from 'node:stream';

/** Hands on text line by line, in whatever pieces it comes. What has no line feed yet waits for it. */
export function lines(onLine: (line: string) => void): { write(text: string): void; end(): void } {
  let rest = '';
  return {
    write(text) {
      const complete = (rest + text).split('\n');
      rest = complete.pop() ?? '';
      for (const line of complete) onLine(line);
    },
    end() {
      if (rest !== '') onLine(rest);
    },
  };
}

/** Hands on a stream line by line; the last one also without its line feed, when the stream ends. */
export function forwardLines(stream: Readable, onLine: (line: string) => void): void {
  const { write, end } = lines(onLine);
  stream.setEncoding('utf8');
  stream.on('data', write);
  stream.on('end', end);
}

import { clearLine, cursorTo } from 'node:readline';

/** Tells how far a run is: one line that is rewritten on a terminal, a plain line a saga in a pipe. */
export interface Progress {
  say(line: string): void;
  sagaEnded(line: string): void;
  end(): void;
}

export function progressOn(stream: NodeJS.WriteStream, total: number): Progress {
  return stream.isTTY ? onTerminal(stream, total) : inPipe(stream, total);
}

/** For `--json`: standard output belongs to the document, and nobody is watching. */
export const noProgress: Progress = { say: () => {}, sagaEnded: () => {}, end: () => {} };

const BAR_WIDTH = 24;

function onTerminal(stream: NodeJS.WriteStream, total: number): Progress {
  let ended = 0;
  const rewrite = (text: string) => {
    clearLine(stream, 0);
    cursorTo(stream, 0);
    stream.write(text);
  };
  return {
    say(line) {
      rewrite('');
      stream.write(`${line}\n`);
    },
    sagaEnded(line) {
      ended += 1;
      const done = Math.round((ended / total) * BAR_WIDTH);
      const bar = '█'.repeat(done) + '░'.repeat(BAR_WIDTH - done);
      // A line that wraps could not be rewritten.
      rewrite(`${bar} ${ended}/${total}  ${line}`.slice(0, stream.columns || 80));
    },
    end: () => rewrite(''),
  };
}

function inPipe(stream: NodeJS.WriteStream, total: number): Progress {
  let ended = 0;
  return {
    say: (line) => void stream.write(`${line}\n`),
    sagaEnded(line) {
      ended += 1;
      stream.write(`${ended}/${total} ${line}\n`);
    },
    end: () => {},
  };
}

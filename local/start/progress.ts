import { clearLine, cursorTo } from 'node:readline';

/** Tells how far a run is: one line that is rewritten on a terminal, a plain line a saga in a pipe. */
export interface Progress {
  say(line: string): void;
  sagaEnded(line: string): void;
  end(): void;
}

export function progressOn(stream: NodeJS.WriteStream, total: number): Progress {
  return stream.isTTY ? new TerminalProgress(stream, total) : new PlainProgress(stream, total);
}

/** For `--json`: standard output belongs to the document, and nobody is watching. */
export const noProgress: Progress = { say: () => {}, sagaEnded: () => {}, end: () => {} };

class TerminalProgress implements Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #total: number;
  #ended = 0;

  constructor(stream: NodeJS.WriteStream, total: number) {
    this.#stream = stream;
    this.#total = total;
  }

  say(line: string): void {
    this.#rewrite('');
    this.#stream.write(`${line}\n`);
  }

  sagaEnded(line: string): void {
    this.#ended += 1;
    const width = 24;
    const done = Math.round((this.#ended / this.#total) * width);
    this.#rewrite(
      `${'█'.repeat(done)}${'░'.repeat(width - done)} ${this.#ended}/${this.#total}  ${line}`.slice(
        0,
        this.#stream.columns || 80,
      ),
    );
  }

  end(): void {
    this.#rewrite('');
  }

  #rewrite(text: string): void {
    clearLine(this.#stream, 0);
    cursorTo(this.#stream, 0);
    this.#stream.write(text);
  }
}

class PlainProgress implements Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #total: number;
  #ended = 0;

  constructor(stream: NodeJS.WriteStream, total: number) {
    this.#stream = stream;
    this.#total = total;
  }

  say(line: string): void {
    this.#stream.write(`${line}\n`);
  }

  sagaEnded(line: string): void {
    this.#ended += 1;
    this.#stream.write(`${this.#ended}/${this.#total} ${line}\n`);
  }

  end(): void {}
}

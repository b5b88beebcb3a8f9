import { createReadStream } from 'node:fs';
import { addAbortSignal } from 'node:stream';
import { UsageError } from '../errors.ts';
import { isJson } from '../saga/transaction-argument.ts';
import type { Terminal } from '../terminal.ts';
import type { Candidate, Source } from './candidate.ts';
import { readLines } from './read-lines.ts';

const STANDARD_INPUT = '-';

/**
 * Where the transactions come from: the arguments, a file, or standard input.
 *
 * @throws UsageError where it is both, or neither: nobody waits for what is typed into a terminal
 */
export function sourceOf(
  transactions: readonly string[],
  file: string | undefined,
  { stdin, signal }: Pick<Terminal, 'stdin' | 'signal'>,
): Source {
  if (transactions.length > 0 && file !== undefined) {
    throw new UsageError(
      'transactions are given as arguments and with --file, but come from one of them: leave the other out',
    );
  }
  if (transactions.length > 0) return { label: 'argument', candidates: fromArguments(transactions) };
  if (file !== undefined && file !== STANDARD_INPUT) {
    return { label: `${file} line`, candidates: readLines(readable(file, () => createReadStream(file, { signal }))) };
  }
  if (file === undefined && stdin.isTTY) {
    throw new UsageError(
      'there is nothing to publish: give transactions as arguments, in a --file, or on standard input (--help has examples)',
    );
  }
  return {
    label: 'standard input line',
    candidates: readLines(readable('standard input', () => addAbortSignal(signal, stdin))),
  };
}

/** A bare id stands for a transaction with nothing else. */
async function* fromArguments(transactions: readonly string[]): AsyncGenerator<Candidate> {
  for (const [index, text] of transactions.entries()) {
    yield { number: index + 1, text: isJson(text) ? text : JSON.stringify({ TransactionId: text }) };
  }
}

/** The chunks of a stream, which is opened when somebody listens to its errors, with the system's errors in a sentence. */
async function* readable(name: string, open: () => AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* open();
  } catch (error) {
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new UsageError(`${name} cannot be read (${code ?? message}): look at its path and permissions`, {
      cause: error,
    });
  }
}

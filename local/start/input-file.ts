import { readFile } from 'node:fs/promises';
import { UsageError } from '../usage-error.ts';

/**
 * Reads JSON lines, each an execution's input as it would be pasted into the console, or a bare `TransactionDetails`.
 * Empty lines are passed over.
 *
 * @throws UsageError naming the file and the line that is not JSON
 */
export async function readInputs(file: string): Promise<unknown[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`--input ${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  });
  const inputs = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => asExecutionInput(parseLine(file, number, line)));
  if (inputs.length === 0)
    throw new UsageError(
      `--input ${file} holds no transaction: write one JSON object a line, such as { "TransactionId": "1" }`,
    );
  return inputs;
}

function parseLine(file: string, number: number, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(
      `${file}:${number} is not JSON (${why}): write one JSON object a line, such as { "TransactionId": "1" }`,
      { cause },
    );
  }
}

/** A bare `TransactionDetails` is known by its `TransactionId`; anything else is started as it stands. */
function asExecutionInput(value: unknown): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'TransactionId')
    ? { TransactionDetails: value }
    : value;
}

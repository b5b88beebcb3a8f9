import { InvalidTransaction } from '../../contract/errors.ts';
import type { Candidate, Source } from './candidate.ts';
import { type Message, readMessage } from './message.ts';

/** Told of each candidate. */
export interface CheckWatcher {
  onValid(): void;
  /** @param problem a sentence that begins with where it stands */
  onInvalid(problem: string): void;
}

/** Turns candidates into messages, one by one; those that are not valid are only told of. */
export async function* check({ label, candidates }: Source, watcher: CheckWatcher): AsyncGenerator<Message> {
  for await (const candidate of candidates) {
    const message = read(candidate);
    if (typeof message === 'string') {
      watcher.onInvalid(`${label} ${candidate.number}: ${message}`);
    } else {
      watcher.onValid();
      yield message;
    }
  }
}

/** The message, or what is wrong. */
function read({ number, text, flaw }: Candidate): Message | string {
  if (text === undefined) return flaw ?? 'it cannot be read';
  try {
    return readMessage(number, text);
  } catch (error) {
    if (error instanceof InvalidTransaction) return error.message;
    throw error;
  }
}

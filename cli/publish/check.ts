import { InvalidTransaction } from '../../contract/errors.ts';
import type { Candidate, Source } from './candidate.ts';
import { type Message, readMessage } from './message.ts';

export interface CheckProps {
  /** Of every transaction that has none of its own. @default - none */
  readonly correlationId?: string | undefined;
  /** Told of each candidate that is valid. */
  onValid(): void;
  /** @param problem a sentence that begins with where it stands */
  onInvalid(problem: string): void;
}

/** Turns candidates into messages, one by one; those that are not valid are only told of. */
export async function* check({ label, candidates }: Source, props: CheckProps): AsyncGenerator<Message> {
  for await (const candidate of candidates) {
    const message = read(candidate, props.correlationId);
    if (typeof message === 'string') {
      props.onInvalid(`${label} ${candidate.number}: ${message}`);
    } else {
      props.onValid();
      yield message;
    }
  }
}

/** The message, or what is wrong. */
function read({ number, text, flaw }: Candidate, correlationId: string | undefined): Message | string {
  if (text === undefined) return flaw ?? 'it cannot be read';
  try {
    return readMessage(number, text, correlationId);
  } catch (error) {
    if (error instanceof InvalidTransaction) return error.message;
    throw error;
  }
}

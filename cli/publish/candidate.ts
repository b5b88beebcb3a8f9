/** A piece of input that should be a transaction. */
export interface Candidate {
  /** Which line of the input it is, or which argument; from 1. */
  readonly number: number;
  /** @default - it cannot be read, see `flaw` */
  readonly text?: string;
  /** Why there is no text. */
  readonly flaw?: string;
}

/** Where transactions come from. */
export interface Source {
  /** What the input is called where one of its lines is wrong: `orders.jsonl line`, `argument`. */
  readonly label: string;
  readonly candidates: AsyncIterable<Candidate>;
}

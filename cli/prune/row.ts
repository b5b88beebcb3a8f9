/** A version, and what becomes of it. */
export interface Row {
  /** The name of the function, or of the state machine. */
  readonly resource: string;
  /** The ARN of the version. */
  readonly arn: string;
  readonly version: string;
  /** ISO 8601. @default null - not known */
  readonly published: string | null;
  readonly action: 'kept' | 'deleted' | 'would be deleted';
  readonly why: string;
}

/** What a version's row is made of, before it is known what becomes of it. */
export type Candidate = Pick<Row, 'resource' | 'arn' | 'version' | 'published'>;

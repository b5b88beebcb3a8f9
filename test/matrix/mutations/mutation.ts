/** A small mistake in the product that at least one case has to notice. */
export interface Mutation {
  /** What is broken, in a few words. */
  readonly name: string;
  /** The file, from the root of the project. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly search: string;
  readonly replacement: string;
  /** A part of the names of the cases that are tried. @default - any */
  readonly cases?: string;
}

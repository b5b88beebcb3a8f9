/** The names of the steps of the longest saga; a shorter one has the first of them. */
export const STEPS = ['Reserve', 'Charge', 'Pack', 'Ship', 'Notify'] as const;

/** Where a fault strikes: in a saga of so many steps, in this one of them. */
export interface Place {
  /** How many steps the saga has. */
  readonly length: number;
  readonly step: string;
}

/** Every step of every saga. */
export const PLACES: readonly Place[] = STEPS.flatMap((_, index) =>
  stepsOf(index + 1).map((step) => ({ length: index + 1, step })),
);

/** The steps of a saga of this length, in order. */
export function stepsOf(length: number): readonly string[] {
  return STEPS.slice(0, length);
}

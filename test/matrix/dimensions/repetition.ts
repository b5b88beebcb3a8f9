/** How often the fault strikes: the first attempt at the step alone, or every attempt, until the retries end. */
export const REPETITIONS = ['once', 'until retries end'] as const;

export type Repetition = (typeof REPETITIONS)[number];

/** One figure of a bench. With a promise it is held against it. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  /** `s`, `ms`, `KB`, `/s`, or `x` for a ratio. */
  readonly unit: string;
  readonly promise?: { readonly at: 'most' | 'least'; readonly value: number };
}

/** A bench checks the answers of what it measures before it gives a figure, and throws where one is wrong. */
export interface Bench {
  readonly name: string;
  readonly about: string;
  run(say: (line: string) => void): Promise<readonly Figure[]>;
}

export function holds({ value, promise }: Figure): boolean {
  if (promise === undefined) return true;
  return promise.at === 'most' ? value <= promise.value : value >= promise.value;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

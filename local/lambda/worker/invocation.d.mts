import type { Invocation } from '../protocol.ts';

export function contextOf(
  env: Readonly<Record<string, string | undefined>>,
  invocation: Invocation,
  remainingMs: () => number,
): object;
export function stringify(result: unknown): string;

import type { FunctionError } from '../invoker.ts';

export class RuntimeError extends Error {
  constructor(name: string, message: string, options?: ErrorOptions);
  static of(name: string, cause: Error): RuntimeError;
}
export function failureOf(thrown: unknown): FunctionError;

import type { Scope } from './scope.ts';

/** What a stack asks of the others. The scope is that of the asking place, so that an error names it. */
export interface CrossStack {
  importValue(exportName: string, scope: Scope): unknown;
  stackOutput(stack: string, output: string, scope: Scope): unknown;
  ssmParameter(name: string, scope: Scope): string;
}

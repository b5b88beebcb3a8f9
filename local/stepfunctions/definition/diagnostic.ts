/** What is wrong with a definition, as ValidateStateMachineDefinition tells it. */
export interface Diagnostic {
  readonly severity: 'ERROR';
  readonly code: string;
  readonly message: string;
  /** Such as `/States/Charge`, where it can be told. */
  readonly location?: string;
}

export function diagnostic(code: string, message: string, location?: string): Diagnostic {
  return { severity: 'ERROR', code, message, ...(location !== undefined && { location }) };
}

/** asl-validator 4 ships no declarations. */
declare module 'asl-validator' {
  interface StateMachineError {
    readonly 'Error code': string;
    readonly Message: string;
  }
  interface Verdict {
    readonly isValid: boolean;
    readonly errors: readonly StateMachineError[];
  }
  export default function validator(
    definition: object,
    options?: { checkPaths?: boolean; checkArn?: boolean },
  ): Verdict;
}

import { AwsError } from '../../../local/http/aws-error.ts';
import type { StepFunctionsFault, StepFunctionsRequest } from '../../../local/stepfunctions/service.ts';
import { draw, type Lots } from '../lots.ts';

/** Of the consumers' calls of StartExecution, these parts. */
const SHARES: readonly (readonly [share: number, value: StartFaultName])[] = [
  [0.01, 'answers in vain'],
  [0.005, 'is throttled'],
  [0.005, 'is unavailable'],
];

export type StartFaultName = 'answers in vain' | 'is throttled' | 'is unavailable';

/** Draws what goes wrong with the starts of executions. */
export class StartFaults {
  readonly #lots: Lots;
  readonly #onStrike: (fault: StartFaultName) => void;
  /** How many calls came before, by the execution's name. */
  readonly #calls = new Map<string, number>();

  constructor(lots: Lots, onStrike: (fault: StartFaultName) => void) {
    this.#lots = lots;
    this.#onStrike = onStrike;
  }

  /** @throws AwsError where Step Functions refuses */
  beforeRequest({ operation, parameters }: StepFunctionsRequest): StepFunctionsFault | undefined {
    if (operation !== 'StartExecution') return undefined;
    const name = String(parameters.name);
    const before = this.#calls.get(name) ?? 0;
    this.#calls.set(name, before + 1);
    const fault = draw(this.#lots('start', name, before), SHARES);
    if (fault === undefined) return undefined;
    this.#onStrike(fault);
    if (fault === 'is throttled') throw new AwsError('ThrottlingException', 'Rate exceeded');
    if (fault === 'is unavailable') throw new AwsError('ServiceUnavailable', 'Service unavailable', 503);
    return { loseResponse: true };
  }
}

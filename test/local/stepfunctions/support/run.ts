import { randomUUID } from 'node:crypto';
import type { HistoryEvent } from '../../../../local/stepfunctions/history/event.ts';
import { StepFunctions, type StepFunctionsProps } from '../../../../local/stepfunctions/step-functions.ts';
import { FakeFunctions } from './fake-functions.ts';

export const ROLE = 'arn:aws:iam::000000000000:role/States';
export const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:Charge';

/** Retries and Waits of seconds last milliseconds. */
export const TIME_SCALE = 0.001;

export interface Outcome {
  readonly status: string;
  readonly output: unknown;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly events: readonly HistoryEvent[];
  readonly executionArn: string;
}

export function stepFunctions(props: Partial<StepFunctionsProps> = {}): StepFunctions {
  return new StepFunctions({
    region: 'us-east-1',
    account: '000000000000',
    timeScale: TIME_SCALE,
    functions: new FakeFunctions(),
    callService: async () => ({}),
    ...props,
  });
}

/** Runs a definition once, to its end. The validator is spared: it has tests of its own. */
export async function runDefinition(
  definition: object,
  input: unknown = {},
  props: Partial<StepFunctionsProps> = {},
): Promise<Outcome> {
  const service = stepFunctions(props);
  const machine = await register(service, definition);
  const { arn, history } = service.start({ machine, name: randomUUID(), input: JSON.stringify(input) });
  const { status, output, error, cause } = await service.waitForEnd(arn);
  return {
    status,
    output: output === undefined ? undefined : JSON.parse(output),
    error,
    cause,
    events: history.events,
    executionArn: arn,
  };
}

export function register(service: StepFunctions, definition: object, name = 'Saga') {
  return service.register({ name, roleArn: ROLE, definition: JSON.stringify(definition), validate: false });
}

/** A machine of one state, or of a few that follow one another: the last ends it. */
export function machineOf(states: Readonly<Record<string, object>>): object {
  const names = Object.keys(states);
  const entries = Object.entries(states).map(([name, state], index) => {
    const next = names[index + 1];
    const isDone =
      'End' in state || 'Next' in state || ['Choice', 'Succeed', 'Fail'].includes((state as { Type: string }).Type);
    return [name, { ...state, ...(!isDone && (next === undefined ? { End: true } : { Next: next })) }];
  });
  return { StartAt: names[0], States: Object.fromEntries(entries) };
}

/** A Task on `lambda:invoke` that hands its whole input to the function. */
export function lambdaTask(fields: object = {}): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: FUNCTION, 'Payload.$': '$' },
    ...fields,
  };
}

export const typesOf = (events: readonly HistoryEvent[]): string[] => events.map(({ type }) => type);

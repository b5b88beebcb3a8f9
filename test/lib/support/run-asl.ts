import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import type { Asl } from './asl.ts';

export const EXECUTION_ID = 'arn:aws:states:us-east-1:000000000000:execution:saga:1-1';

/** What a Task's service does: returns its result, or throws. */
export type Task = (parameters: Readonly<Record<string, unknown>>) => unknown;

export interface Run {
  /** The states entered, in order. */
  readonly path: readonly string[];
  /** The error's name; nothing after a success. */
  readonly error?: string;
  readonly cause?: string;
}

/** An error as a Catch sees it. */
export function failure(name: string, cause = `the cause of ${name}`): Task {
  return () => {
    throw Object.assign(new Error(cause), { name });
  };
}

/** Runs a definition without waits, each Task of which is what is given here, or else succeeds as a step would. */
export async function runAsl(
  asl: Asl,
  input: object | number,
  tasks: Readonly<Record<string, Task>> = {},
  startTime = '2026-01-01T12:00:00.000Z',
): Promise<Run> {
  const taskNames = Object.keys(asl.States).filter((name) => asl.States[name]?.Type === 'Task');
  const handlers = taskNames.map((name) => [name, async (parameters: never) => (tasks[name] ?? succeed)(parameters)]);
  const execution = new StateMachine(withoutWaits({ ...asl, States: withPlainFails(asl) }), {
    validationOptions: { noValidate: true },
  }).run(input as never, {
    overrides: { taskResourceLocalHandlers: Object.fromEntries(handlers) },
    context: { Execution: { Id: EXECUTION_ID, Name: '1-1', Input: input, Began: startTime } } as never,
  });
  const path: string[] = [];
  const recorded = (async () => {
    for await (const event of execution.eventLogs) {
      if (event.type.endsWith('StateEntered') && 'state' in event && !event.state.name.endsWith(SAID))
        path.push(event.state.name);
    }
  })();
  const end = await execution.result.then(
    () => ({}),
    (error: Error) => ({ error: (error.cause as Error).name, cause: (error.cause as Error).message }),
  );
  await recorded;
  return { path, ...end };
}

const succeed: Task = () => ({
  Payload: { TransactionId: '1', ExpiresAt: 1_800_000_000, Attempt: 1, CorrelationId: null },
});

/** The end of the name of a state that is not in the definition. */
const SAID = ' (said)';

/** The interpreter takes no intrinsic function as ErrorPath or CausePath, which AWS does: a Pass computes them before. */
function withPlainFails({ States }: Asl): Asl['States'] {
  return Object.fromEntries(
    Object.entries(States).flatMap(([name, state]) => {
      const { Type, ErrorPath, CausePath } = state;
      if (Type !== 'Fail' || ErrorPath?.startsWith('States.') !== true) return [[name, state]];
      const parameters = { 'Error.$': ErrorPath, 'Cause.$': CausePath };
      return [
        [name, { Type: 'Pass', Parameters: parameters, Next: name + SAID }],
        [name + SAID, { Type, ErrorPath: '$.Error', CausePath: '$.Cause' }],
      ];
    }),
  );
}

/** The interpreter has no `$$.State`, on whose values no test here depends, and knows better when an execution has started. */
function withoutWaits(asl: Asl): StateMachineDefinition {
  const text = JSON.stringify(asl, (key, value) => {
    if (key === 'Retry')
      return value.map((retry: object) => ({ ...retry, IntervalSeconds: 0, MaxDelaySeconds: undefined }));
    return value;
  });
  return JSON.parse(
    text
      .replaceAll(/"\$\$\.State\.\w+"/g, '"$$$$.Execution.Name"')
      .replaceAll('$$.Execution.StartTime', '$$$$.Execution.Began'),
  );
}

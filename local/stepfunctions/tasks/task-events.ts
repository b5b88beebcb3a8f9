import type { EventBody } from '../history/event.ts';

/** What the history says of one attempt of a Task. */
export interface TaskEvents {
  scheduled(parameters: string, region: string, timeoutInSeconds?: number): EventBody;
  started(): EventBody;
  succeeded(output: string): EventBody;
  failed(error: string | undefined, cause: string | undefined): EventBody;
  timedOut(): EventBody;
}

/** A service integration, such as `lambda:invoke`: resource type `lambda`, resource `invoke`. */
export function serviceEvents(resourceType: string, resource: string): TaskEvents {
  const details = { resourceType, resource };
  return {
    scheduled: (parameters, region, timeoutInSeconds) => ({
      type: 'TaskScheduled',
      taskScheduledEventDetails: {
        ...details,
        region,
        parameters,
        ...(timeoutInSeconds !== undefined && { timeoutInSeconds }),
      },
    }),
    started: () => ({ type: 'TaskStarted', taskStartedEventDetails: details }),
    succeeded: (output) => ({
      type: 'TaskSucceeded',
      taskSucceededEventDetails: { ...details, output, outputDetails: { truncated: false } },
    }),
    failed: (error, cause) => ({ type: 'TaskFailed', taskFailedEventDetails: { ...details, error, cause } }),
    timedOut: () => ({ type: 'TaskTimedOut', taskTimedOutEventDetails: { ...details, error: 'States.Timeout' } }),
  };
}

/** A Task whose Resource is a Lambda function has events of its own. */
export function functionEvents(resource: string): TaskEvents {
  return {
    scheduled: (input, _region, timeoutInSeconds) => ({
      type: 'LambdaFunctionScheduled',
      lambdaFunctionScheduledEventDetails: {
        resource,
        input,
        inputDetails: { truncated: false },
        ...(timeoutInSeconds !== undefined && { timeoutInSeconds }),
      },
    }),
    started: () => ({ type: 'LambdaFunctionStarted' }),
    succeeded: (output) => ({
      type: 'LambdaFunctionSucceeded',
      lambdaFunctionSucceededEventDetails: { output, outputDetails: { truncated: false } },
    }),
    failed: (error, cause) => ({ type: 'LambdaFunctionFailed', lambdaFunctionFailedEventDetails: { error, cause } }),
    timedOut: () => ({
      type: 'LambdaFunctionTimedOut',
      lambdaFunctionTimedOutEventDetails: { error: 'States.Timeout' },
    }),
  };
}

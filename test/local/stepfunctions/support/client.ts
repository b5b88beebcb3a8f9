import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll } from '@jest/globals';
import { type Listener, listen } from '../../../../local/http/server.ts';
import type { StepFunctions, StepFunctionsProps } from '../../../../local/stepfunctions/step-functions.ts';
import { stepFunctions } from './run.ts';

export interface Served {
  readonly service: StepFunctions;
  readonly client: SFNClient;
}

/** Step Functions behind a port, and an SDK client that calls it, for the tests of a file. */
export function useClient(props: Partial<StepFunctionsProps> = {}): () => Served {
  let served: Served | undefined;
  let listener: Listener | undefined;
  beforeAll(async () => {
    const service = stepFunctions(props);
    listener = await listen({ services: [service.service], port: 0 });
    const client = new SFNClient({
      region: 'us-east-1',
      endpoint: listener.endpoint,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
    served = { service, client };
  });
  afterAll(async () => {
    served?.client.destroy();
    await listener?.close();
  });
  return () => {
    if (served === undefined) throw new Error('the service is up from beforeAll on');
    return served;
  };
}

import type { Assembly } from '../cloudformation/assembly.ts';
import { answerQuery, isQuery, type QueryParameters, readQuery, resultXml, unknownAction } from '../http/aws-query.ts';
import { type Service, signedService } from '../http/service.ts';
import { assumeRoleWithWebIdentity } from './assume-role-with-web-identity.ts';
import { readProviders } from './providers.ts';
import { readRoles } from './roles.ts';
import { Sessions } from './sessions.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

export interface StsRequest {
  /** Such as `AssumeRoleWithWebIdentity`. */
  readonly operation: string;
  readonly parameters: QueryParameters;
}

export interface StsProps {
  /** Its AWS::IAM::Roles that trust pods can be assumed by those they trust; where there are none, any role can. */
  readonly assembly: Assembly;
  /** Where the credentials are kept that it gives out. @default - in a place of its own */
  readonly sessions?: Sessions;
  /**
   * How long credentials hold, in seconds, whatever is asked for: a few, for a test of what happens when they end.
   *
   * @default - as long as is asked for, 900 to 43,200; 3,600 where nothing is
   */
  readonly sessionSeconds?: number;
  /**
   * Sees each request before it is answered: it may hold it by a promise, or refuse it by throwing an AwsError such as
   * `new AwsError('IDPCommunicationError', 'try again', 400)`.
   *
   * @default - all pass
   */
  readonly beforeRequest?: (request: StsRequest) => void | Promise<void>;
}

/** STS, as far as a pod takes on the role of its service account, and anybody asks who they are. */
export function createSts({ assembly, sessions = new Sessions(), sessionSeconds, beforeRequest }: StsProps): Service {
  const roles = readRoles(assembly);
  const providers = readProviders(assembly, roles);
  const actions: Readonly<Record<string, (parameters: QueryParameters, accessKeyId: string) => object>> = {
    AssumeRoleWithWebIdentity: (parameters) =>
      assumeRoleWithWebIdentity(parameters, { roles, providers, sessions, sessionSeconds }),
    GetCallerIdentity: (_, accessKeyId) => sessions.identityOf(accessKeyId),
  };
  return {
    name: 'sts',
    // Nobody signs a request for a first identity: a form without a signature is for STS.
    claims: (request) => isQuery(request) && request.url === '/' && [undefined, 'sts'].includes(signedService(request)),
    handle: (request, response) =>
      answerQuery(response, NAMESPACE, async () => {
        const parameters = await readQuery(request);
        const { Action: operation = '' } = parameters;
        const action = Object.hasOwn(actions, operation) ? actions[operation] : undefined;
        if (action === undefined) throw unknownAction('STS', parameters.Action, Object.keys(actions));
        await beforeRequest?.({ operation, parameters });
        return resultXml(NAMESPACE, operation, action(parameters, accessKeyIdOf(request.headers.authorization)));
      }),
  };
}

/** Empty where nobody signed. */
function accessKeyIdOf(authorization = ''): string {
  return /Credential=([^/]+)\//.exec(authorization)?.[1] ?? '';
}

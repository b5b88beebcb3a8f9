import { GetParametersCommand } from '@aws-sdk/client-ssm';
import { PARAMETER, parameterName } from '../contract/parameters.ts';
import type { Connection } from './connection.ts';
import { Refused } from './errors.ts';

type ParameterKey = keyof typeof PARAMETER;

/**
 * Reads where a stage has its parts out of the SSM parameters that its stacks publish, in one call.
 *
 * @throws Refused naming the parameters that there are not
 */
export async function lookUp<const Keys extends readonly ParameterKey[]>(
  { ssm, stage, endpoint }: Pick<Connection, 'ssm' | 'stage' | 'endpoint'>,
  ...keys: Keys
): Promise<{ readonly [Key in Keys[number]]: string }> {
  const names = new Map(keys.map((key) => [key, parameterName(stage, PARAMETER[key])]));
  const { Parameters = [] } = await ssm.send(new GetParametersCommand({ Names: [...names.values()] }));
  const values = new Map(Parameters.map(({ Name, Value }) => [Name, Value]));
  const missing = [...names.values()].filter((name) => !values.get(name));
  if (missing.length > 0) {
    throw new Refused(
      `stage ${stage} has no SSM parameter ${missing.join(', ')}${endpoint === undefined ? ' in this account and region' : ` on ${endpoint}`}: ` +
        `deploy it (npx cdk deploy --all -c stage=${stage}), or name another with --stage`,
    );
  }
  return Object.fromEntries(keys.map((key) => [key, values.get(names.get(key))])) as {
    readonly [Key in Keys[number]]: string;
  };
}

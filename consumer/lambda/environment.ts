import { ConfigurationError } from '../configuration-error.ts';
import { executionRoleOf } from '../credentials/execution-role.ts';
import type { CredentialsSource } from '../credentials/identity.ts';
import { regionProblem } from '../credentials/region.ts';
import { type GroupEnvironment, readGroup } from '../environment/group.ts';
import { EnvironmentReader } from '../environment/reader.ts';

/** What a function's environment says, read once per execution environment. Lambda polls and deletes: it names no queue. */
export interface FunctionEnvironment extends GroupEnvironment {
  /** Of the state machine. */
  readonly region: string;
  readonly credentials: CredentialsSource;
}

/**
 * Reads the environment of a Lambda function.
 *
 * @throws ConfigurationError with everything that is wrong with it
 */
export function readFunctionEnvironment(env: NodeJS.ProcessEnv = process.env): FunctionEnvironment {
  const read = new EnvironmentReader(env);
  const choice = executionRoleOf(env);
  const group = readGroup(read);
  const problems = [regionProblem(env), ...(choice.problems ?? []), ...read.problems];
  const all = problems.filter((problem) => problem !== undefined);
  if (all.length > 0 || choice.problems !== undefined) throw new ConfigurationError(all);
  return { ...group, region: env.AWS_REGION ?? '', credentials: choice.source };
}

import { AwsError } from '../../http/aws-json.ts';

/** An ARN of a state machine, taken apart. */
export interface StateMachineArn {
  /** Without the qualifier. */
  readonly machineArn: string;
  /** The number of a version, or the name of an alias. */
  readonly qualifier?: string;
}

/** @throws AwsError InvalidArn */
export function parseStateMachineArn(arn: string): StateMachineArn {
  const [name, qualifier] = resourceOf(arn, 'stateMachine');
  const machineArn = `${arn.split(':').slice(0, 6).join(':')}:${name}`;
  return { machineArn, ...(qualifier !== undefined && { qualifier }) };
}

/** @throws AwsError InvalidArn */
export function checkExecutionArn(arn: string): string {
  resourceOf(arn, 'execution');
  return arn;
}

/**
 * @param arn of a state machine, or of a version or alias of it, which an execution's ARN does not tell
 * @throws AwsError InvalidArn
 */
export function executionArnOf(arn: string, name: string): string {
  return `${parseStateMachineArn(arn).machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** What follows the type: the name of a machine with its qualifier, or of an execution. */
function resourceOf(arn: string, type: string): string[] {
  const [prefix, , service, region, account, kind, ...names] = arn.split(':');
  if (prefix !== 'arn' || service !== 'states') throw invalidArn(`Invalid ARN prefix: ${arn}`);
  if (region === undefined || !/^\d{12}$/.test(account ?? '')) throw invalidArn(`Invalid ARN: ${arn}`);
  if (kind !== type) throw invalidArn(`Resource type not valid in this context: ${kind}`);
  if (names.length === 0 || names.includes('')) throw invalidArn(`Invalid ARN: ${arn}`);
  return names;
}

function invalidArn(what: string): AwsError {
  return new AwsError('InvalidArn', `Invalid Arn: '${what}'`);
}

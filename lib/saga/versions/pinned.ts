import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type IAlias,
  type IFunction,
  type IVersion,
  Function as LambdaFunction,
  Version,
} from 'aws-cdk-lib/aws-lambda';

/**
 * What becomes of a published version when a deployment replaces it: it stays, for the executions that began with it, and
 * `saga prune-versions` deletes it once none needs it. Only a version of a deployment that failed goes with it. Left behind,
 * it would fail the next deployment of the same code: Lambda publishes no second version of what it published last.
 */
export const KEPT_FOR_EXECUTIONS = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/**
 * What a saga calls in place of a function: the version that the deployment publishes of it, so that a saga under way goes on
 * with the code it began with. What is no construct of this app, or an alias, is called as it is given.
 */
export function pinned(fn: IFunction): IFunction {
  const called = fn instanceof LambdaFunction ? fn.currentVersion : fn;
  if (called instanceof Version) called.applyRemovalPolicy(KEPT_FOR_EXECUTIONS);
  return called;
}

/** The function behind a version or an alias; any other as it is. */
export function functionOf(fn: IFunction): IFunction {
  if (isAlias(fn)) return fn.version.lambda;
  return isVersion(fn) ? fn.lambda : fn;
}

/**
 * What the policy of a state machine that calls this has to name. Of a version, all versions of its function: executions under
 * way call versions that no template names any more, and a policy that named the current one alone would refuse them.
 */
export function invocableArns(fn: IFunction): string[] {
  return isVersion(fn) ? [`${fn.lambda.functionArn}:*`] : [fn.functionArn];
}

function isAlias(fn: IFunction): fn is IAlias {
  return 'aliasName' in fn;
}

function isVersion(fn: IFunction): fn is IVersion {
  return 'version' in fn && !isAlias(fn);
}

import { Token } from 'aws-cdk-lib';
import { describe } from '../../../contract/describe.ts';
import type { Rule } from '../../rules.ts';
import { NODE_ARCHITECTURES, type NodeArchitecture } from '../i-consumer-cluster.ts';
import { ENDPOINT_RULES, type EndpointPlan } from '../network/endpoint-rules.ts';
import { flawRule } from '../network/flaw-rule.ts';
import { NETWORK_RULES, type NetworkPlan } from '../network/network-rules.ts';
import { KUBERNETES_VERSIONS } from './kubectl-layer.ts';

/** What is checked before a cluster is made of it. */
export interface ClusterPlan extends NetworkPlan, EndpointPlan {
  readonly kubernetesVersion: string;
  readonly nodeArchitecture: NodeArchitecture;
  readonly admins: readonly string[];
  readonly viewers: readonly string[];
}

/** With its path, as access entries want it; a session (`sts`) or an account (`:root`) cannot have one. */
const PRINCIPAL_ARN = /^arn:aws(-[a-z]+)*:iam::\d{12}:(role|user)\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;

export const CLUSTER_RULES: readonly Rule<ClusterPlan>[] = [
  flawRule(({ kubernetesVersion }) =>
    KUBERNETES_VERSIONS.includes(kubernetesVersion)
      ? undefined
      : `kubernetesVersion is ${describe(kubernetesVersion)}, but kubectl is here for ${KUBERNETES_VERSIONS.join(', ')} only: change it, or add the layer @aws-cdk/lambda-layer-kubectl-v… of the version to lib/consumer/cluster/kubectl-layer.ts`,
  ),
  nodeArchitectureRule(),
  ...NETWORK_RULES,
  ...ENDPOINT_RULES,
  flawRule(({ admins }) => principalsFlaw('admins', admins)),
  flawRule(({ viewers }) => principalsFlaw('viewers', viewers)),
  flawRule(({ admins, viewers }) => {
    const both = admins.find((arn) => viewers.includes(arn));
    return both === undefined
      ? undefined
      : `${both} is in admins and in viewers, but has one access entry: remove it from one list`;
  }),
];

export function nodeArchitectureRule(): Rule<{ readonly nodeArchitecture: NodeArchitecture }> {
  return flawRule(({ nodeArchitecture }) =>
    NODE_ARCHITECTURES.includes(nodeArchitecture)
      ? undefined
      : `nodeArchitecture is ${describe(nodeArchitecture)}, but has to be one of ${NODE_ARCHITECTURES.join(', ')}: change it`,
  );
}

/** A role that is made in the same app has an ARN that is known only at deployment. */
export function isPrincipalArn(arn: string): boolean {
  return Token.isUnresolved(arn) || PRINCIPAL_ARN.test(arn);
}

function principalsFlaw(name: string, arns: readonly string[]): string | undefined {
  const malformed = arns.filter((arn) => !isPrincipalArn(arn));
  if (malformed.length > 0) {
    return `${name} has ${malformed.map((arn) => JSON.stringify(arn)).join(', ')}, but takes ARNs of IAM roles and users such as arn:aws:iam::123456789012:role/Operators: correct it`;
  }
  const twice = arns.find((arn, index) => arns.indexOf(arn) !== index);
  return twice === undefined
    ? undefined
    : `${name} has ${twice} twice, but a principal has one access entry: remove one`;
}

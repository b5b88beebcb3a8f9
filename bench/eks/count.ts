import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';

/** What the deployment of a stack makes, its nested stacks and what is in them included. */
export interface StackCount {
  readonly resources: number;
  readonly lambdas: number;
  readonly customResources: number;
  readonly nestedStacks: number;
  readonly roles: number;
}

interface TemplateResource {
  readonly Type: string;
  readonly Properties?: { readonly Manifest?: unknown; readonly PrincipalArn?: unknown };
}

/**
 * The resources in the templates of a stack.
 *
 * @param directory of the cloud assembly that the stack was synthesized to
 */
export function resourcesOf(stack: Stack, directory: string): TemplateResource[] {
  return stack.node
    .findAll()
    .filter((construct) => Stack.isStack(construct))
    .map(({ templateFile }) => JSON.parse(readFileSync(join(directory, templateFile), 'utf8')))
    .flatMap(({ Resources }) => Object.values<TemplateResource>(Resources));
}

export function count(resources: readonly TemplateResource[]): StackCount {
  const ofType = (type: RegExp) => resources.filter(({ Type }) => type.test(Type)).length;
  return {
    resources: resources.length,
    lambdas: ofType(/^AWS::Lambda::Function$/),
    customResources: ofType(/^(Custom::|AWS::CloudFormation::CustomResource$)/),
    nestedStacks: ofType(/^AWS::CloudFormation::Stack$/),
    roles: ofType(/^AWS::IAM::Role$/),
  };
}

/**
 * What both ways have to have, or they would not be compared: every object of Kubernetes by its kind, the chart, the network, and
 * the access of people. Network policies are switched on by a ConfigMap in Auto Mode, and by the network's add-on elsewhere.
 */
export function featuresOf(resources: readonly TemplateResource[]): string[] {
  const manifests = resources.map(({ Properties }) =>
    JSON.stringify(Properties?.Manifest ?? '').replaceAll('\\"', '"'),
  );
  const kinds = manifests.flatMap((manifest) => [...manifest.matchAll(/"kind":"(\w+)"/g)].map(([, kind = '']) => kind));
  const types = resources.map(({ Type }) => Type).filter((type) => SHARED.test(type));
  // The function that applies manifests has an entry in v2, and is the cluster's creator in v1.
  const people = resources.map(({ Properties }) => Properties?.PrincipalArn).filter((arn) => typeof arn === 'string');
  return [...kinds.filter((kind) => kind !== 'ConfigMap'), ...types, ...people].sort();
}

const SHARED = /^(AWS::EC2::(VPC|Subnet|NatGateway|FlowLog|VPCEndpoint)|Custom::AWSCDK-EKS-HelmChart)$/;

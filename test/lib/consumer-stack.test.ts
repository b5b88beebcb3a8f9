import '../support/with-validation.ts';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { createApp } from '../../bin/app.ts';
import { ConfigurationError } from '../../lib/configuration-error.ts';
import { type KubernetesObject, objectsOf } from './support/manifests.ts';
import { OUTDIR } from './support/outdir.ts';

const FAST = { 'aws:cdk:bundling-stacks': [], 'aws:cdk:disable-asset-staging': true };

function appWith(context: Record<string, unknown>) {
  return createApp({ outdir: OUTDIR, context: { ...FAST, ...context } });
}

/** With cdk-nag and CloudFormation's own rules: what they find, and nobody has acknowledged, throws. */
function templateOf(context: Record<string, unknown> = {}): Template {
  return Template.fromStack(appWith(context).node.findChild('Consumer') as Stack);
}

const typesOf = (template: Template): string[] =>
  Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type);

const deploymentsOf = (template: Template): KubernetesObject[] =>
  objectsOf(template).filter(({ kind }) => kind === 'Deployment');

const environmentOf = ({ spec }: KubernetesObject): Record<string, string> =>
  Object.fromEntries(
    spec.template.spec.containers[0].env.map(({ name, value }: Record<string, string>) => [name, value]),
  );

describe('the consumer stack', () => {
  let dev: Template;
  beforeAll(() => {
    dev = templateOf();
  });

  test('has one cluster, and a Deployment for each group that has a handler', () => {
    dev.resourceCountIs('AWS::EKS::Cluster', 1);
    expect(deploymentsOf(dev).map(({ metadata }) => metadata.name)).toEqual(['consumer-saga', 'consumer-audit']);
  });

  test('keeps each stage in a namespace of its own', () => {
    const namespaces = new Set(deploymentsOf(dev).map(({ metadata }) => metadata.namespace));
    expect([...namespaces]).toEqual(['fanout-saga-dev']);
    const production = deploymentsOf(templateOf({ stage: 'production' }));
    expect(production.map(({ metadata }) => metadata.namespace)).toEqual(
      production.map(() => 'fanout-saga-production'),
    );
  });

  test.each([
    ['dev', 'integration'],
    ['production', 'production'],
  ])('gives pods of the stage %s the APP_ENV %s, in which they take the credentials of their role', (stage, appEnv) => {
    for (const deployment of deploymentsOf(templateOf({ stage }))) {
      expect(environmentOf(deployment)).toMatchObject({ APP_ENV: appEnv });
    }
  });

  test('gives what starts sagas its share of the quota, and the audit none', () => {
    const [saga, audit] = deploymentsOf(
      templateOf({ startRatePerSecond: 300, startBurst: 900, groups: { saga: { maxReplicas: 2 }, audit: {} } }),
    ).map(environmentOf);
    expect(saga).toMatchObject({ START_RATE_PER_SECOND: '150', START_BURST: '450' });
    expect(audit).not.toHaveProperty('START_RATE_PER_SECOND');
    expect(audit).not.toHaveProperty('STATE_MACHINE_ARN');
  });

  test('leaves a group without a handler to an application of its own', () => {
    const names = deploymentsOf(templateOf({ groups: { saga: {}, billing: {}, copy: { handler: 'audit' } } }));
    expect(names.map(({ metadata }) => metadata.name)).toEqual(['consumer-saga', 'consumer-copy']);
  });

  test('protects the cluster of production from deletion, and no other', () => {
    const isProtected = (template: Template) =>
      Object.values(template.findResources('AWS::EKS::Cluster')).map(({ Properties }) => Properties.DeletionProtection);
    expect(isProtected(templateOf({ stage: 'production' }))).toEqual([true]);
    expect(isProtected(dev)).not.toEqual([true]);
  });

  test('prints the command that gets the cluster into a kubeconfig', () => {
    const [output] = Object.values(dev.findOutputs('ConfigCommand'));
    expect(JSON.stringify(output?.Value)).toContain('aws eks update-kubeconfig --name ');
  });

  test('adds to a cluster that is there, and makes none', () => {
    const template = templateOf({ existingCluster: { clusterName: 'shared' }, identityType: 'podIdentity' });
    expect(typesOf(template).filter((type) => /^AWS::EC2|^AWS::EKS::Cluster$|OIDCProvider/.test(type))).toEqual([]);
    expect(deploymentsOf(template)).toHaveLength(2);
  });

  test.each([
    [{ podNetwork: 'secondaryCidr', podCidr: '10.0.0.0/16' }, /podCidr is 10.0.0.0\/16, but vpcCidr is 10.0.0.0\/16/],
    [{ endpointPublicAccessCidrs: '0.0.0.0/0' }, /0.0.0.0\/0, which opens the endpoint to the world/],
    [{ kubernetesVersion: '1.99' }, /kubernetesVersion is "1.99", but kubectl is here for 1.36 only/],
    [
      { existingCluster: { clusterName: 'shared' } },
      /identityType is irsa, but the cluster .* without its OIDC provider/,
    ],
    [{ groups: { saga: { minReplicas: 4 } } }, /minReplicas is 4 and maxReplicas is 3/],
  ])('refuses %j', (context, message) => {
    expect(() => appWith(context)).toThrow(message);
    expect(() => appWith(context)).toThrow(ConfigurationError);
  });
});

describe('the stack of consumers on Lambda', () => {
  test('takes the name of the other, so that either replaces the other in one deployment', () => {
    const nameOf = (consumer: string) => (appWith({ consumer }).node.findChild('Consumer') as Stack).stackName;
    expect(nameOf('lambda')).toBe(nameOf('eks'));
  });

  test('has a function and an event source for each group that has a handler, and nothing of EKS', () => {
    const template = templateOf({ consumer: 'lambda', groups: { saga: {}, audit: {}, billing: {} } });
    template.resourceCountIs('AWS::Lambda::Function', 2);
    template.resourceCountIs('AWS::Lambda::EventSourceMapping', 2);
    expect(typesOf(template).filter((type) => /EKS|EC2|Custom|ECR/.test(type))).toEqual([]);
  });

  test('passes on how many invocations run at a time', () => {
    const template = templateOf({ consumer: 'lambda', groups: { saga: { maxConcurrency: 7 } } });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', { ScalingConfig: { MaximumConcurrency: 7 } });
  });
});

describe('a saga group that nobody consumes', () => {
  test.each(['eks', 'lambda'])('is refused with consumer %s', (consumer) => {
    const app = appWith({ consumer, groups: { saga: { handler: 'none' } } });
    expect(() => app.synth()).toThrow(/\[Messaging\] nobody consumes the group saga, so that no transaction/);
  });
});

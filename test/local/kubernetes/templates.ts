import { join } from 'node:path';
import { type Assembly, readAssembly } from '../../../local/cloudformation/assembly.ts';
import type { Pod } from '../../../local/kubernetes/pod.ts';
import { readPods } from '../../../local/kubernetes/pods.ts';
import { type AssemblyContent, writeAssembly } from '../cloudformation/write-assembly.ts';

const ROOT = join(import.meta.dirname, '../../..');
export const CLUSTER = 'apps';
const TAG = 'c0ffee';
const IMAGES = {
  [TAG]: { directory: ROOT, dockerFile: 'consumer/Dockerfile' },
  other: { directory: ROOT, dockerFile: 'other/Dockerfile' },
};

/** A resource as the CDK writes it for a manifest: the list as text, put together of what is known and what is not. */
export function manifest(objects: readonly object[], cluster: unknown = { Ref: 'Cluster' }) {
  return {
    Type: 'Custom::AWSCDK-EKS-KubernetesResource',
    Properties: { ServiceToken: 'arn:aws:lambda:x', Manifest: joined(JSON.stringify(objects)), ClusterName: cluster },
  };
}

/** `<Ref Queue>` in a text becomes that intrinsic function. */
function joined(text: string): object | string {
  const parts = text.split(/<(Ref \w+|GetAtt \w+\.\w+)>/).map((part, index) => {
    if (index % 2 === 0) return part;
    const [fn, name = ''] = part.split(' ');
    return fn === 'Ref' ? { Ref: name } : { 'Fn::GetAtt': name.split('.') };
  });
  return parts.length === 1 ? text : { 'Fn::Join': ['', parts] };
}

export const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };

export function serviceAccount(name = 'consumer', annotations?: object) {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: 'shop', ...(annotations && { annotations }) },
  };
}

export const CONTAINER = {
  name: 'consumer',
  image: `000000000000.dkr.ecr.us-east-1.amazonaws.com/images:${TAG}`,
  command: ['/nodejs/bin/node', 'main.mjs'],
  env: [{ name: 'CONSUMER_GROUP', value: 'saga' }] as object[],
};

export interface DeploymentContent {
  readonly container?: object;
  /** Beside the containers. */
  readonly pod?: object;
  /** Beside the template. */
  readonly spec?: object;
  readonly namespace?: string;
}

export function deployment({ container, pod, spec, namespace = 'shop' }: DeploymentContent = {}) {
  const template = { spec: { containers: [{ ...CONTAINER, ...container }], serviceAccountName: 'consumer', ...pod } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'saga', namespace },
    spec: { template, ...spec },
  };
}

const ISSUER_URL = { 'Fn::GetAtt': ['Cluster', 'OpenIdConnectIssuerUrl'] };

/** A cluster, and roles that trust the service account `shop/consumer`: `Irsa` its token, `PodIdentity` the agent. */
export const RESOURCES = {
  Cluster: { Type: 'AWS::EKS::Cluster', Properties: { Name: CLUSTER } },
  Provider: {
    Type: 'AWS::IAM::OIDCProvider',
    Properties: { Url: ISSUER_URL, ClientIdList: ['sts.amazonaws.com'] },
  },
  Irsa: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'Irsa',
      AssumeRolePolicyDocument: {
        'Fn::Sub': [
          JSON.stringify({
            Statement: {
              Effect: 'Allow',
              Action: 'sts:AssumeRoleWithWebIdentity',
              Principal: { Federated: '<Arn>' },
              Condition: { StringEquals: { '<Iss>:sub': 'system:serviceaccount:shop:consumer' } },
            },
          }).replace(/<(\w+)>/g, (_, name) => `\${${name}}`),
          {
            Arn: { Ref: 'Provider' },
            Iss: { 'Fn::Select': [1, { 'Fn::Split': ['https://', ISSUER_URL] }] },
          },
        ],
      },
    },
  },
  PodIdentity: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'PodIdentity',
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: ['sts:AssumeRole', 'sts:TagSession'],
            Principal: { Service: 'pods.eks.amazonaws.com' },
            Condition: {
              StringEquals: {
                'aws:RequestTag/eks-cluster-arn': { 'Fn::GetAtt': ['Cluster', 'Arn'] },
                'aws:RequestTag/kubernetes-namespace': 'shop',
              },
            },
          },
        ],
      },
    },
  },
} as const;

/** What associates a service account with the role of Pod Identity. */
export function association(properties: object = {}) {
  return {
    Type: 'AWS::EKS::PodIdentityAssociation',
    Properties: {
      ClusterName: { Ref: 'Cluster' },
      Namespace: 'shop',
      ServiceAccount: 'consumer',
      RoleArn: { 'Fn::GetAtt': ['PodIdentity', 'Arn'] },
      ...properties,
    },
  };
}

/** The directory of an assembly with the cluster, and whatever else it takes. */
export function clusterAssembly(resources: object, content: AssemblyContent = {}): string {
  return writeAssembly({ images: IMAGES, stacks: { App: { Resources: { ...RESOURCES, ...resources } } }, ...content });
}

export function read(resources: object): Assembly {
  return readAssembly(clusterAssembly(resources), { endpoint: 'http://127.0.0.1:4566' });
}

/** The pods of manifests that hold a namespace, a service account with the role `Irsa` and the given objects. */
export function podsOf(objects: readonly object[], resources: object = {}): readonly Pod[] {
  const annotated = serviceAccount('consumer', { 'eks.amazonaws.com/role-arn': '<GetAtt Irsa.Arn>' });
  const Manifest = manifest([NAMESPACE, annotated, ...objects]);
  return readPods(read({ Manifest, ...resources }));
}

import { createHash } from 'node:crypto';
import { ACCOUNT, arnOf, PARTITION, REGION } from '../place.ts';
import { ec2Id, nameOf, type ResourceType, type ResourceView, uuidOf } from './resource-type.ts';

const NO_NODES = 'no cluster runs on this machine: a Deployment of the consumer is a process';
const NO_API = 'there is no Kubernetes API on this machine that somebody could have access to';
const NO_HELM =
  'what a chart installs runs in the cluster; KEDA for one scales pods, and here each Deployment keeps its least number';

const clusterName = (resource: ResourceView) => nameOf(resource, 'Name', 100);
const idOf = (resource: ResourceView) => uuidOf(resource).replaceAll('-', '').toUpperCase();

/** Where the tokens of a cluster's service accounts come from. */
export function issuerUrl(id: string): string {
  return `https://oidc.eks.${REGION}.amazonaws.com/id/${id}`;
}

/** IAM names a provider by its URL without the scheme. */
function providerArn(resource: ResourceView): string {
  return `arn:${PARTITION}:iam::${ACCOUNT}:oidc-provider/${resource.requiredText('Url').replace(/^https:\/\//, '')}`;
}

function associationArn(resource: ResourceView): string {
  const id = createHash('sha256').update(uuidOf(resource)).digest('hex').slice(0, 17);
  return arnOf('eks', `podidentityassociation/${resource.requiredText('ClusterName')}/a-${id}`);
}

/** A cluster and what is applied to it. The pods are read from the manifests, by local/kubernetes. */
export const EKS: Readonly<Record<string, ResourceType>> = {
  'AWS::EKS::Cluster': {
    inert: NO_NODES,
    ref: clusterName,
    attributes: {
      Arn: (resource) => arnOf('eks', `cluster/${clusterName(resource)}`),
      CertificateAuthorityData: () => Buffer.from('no certificate: there is no Kubernetes API').toString('base64'),
      ClusterSecurityGroupId: (resource) => ec2Id('sg', resource),
      Endpoint: (resource) => `https://${idOf(resource)}.gr7.${REGION}.eks.amazonaws.com`,
      OpenIdConnectIssuerUrl: (resource) => issuerUrl(idOf(resource)),
    },
  },
  'AWS::EKS::AccessEntry': { inert: NO_API },
  'AWS::EKS::Addon': {
    inert: 'an add-on runs in the cluster: its logs, metrics and addresses are not of this machine',
  },
  // Honoured by the agent that local/kubernetes puts behind the port.
  'AWS::EKS::PodIdentityAssociation': { ref: associationArn, attributes: { AssociationArn: associationArn } },
  // Honoured by local/sts: tokens of other issuers are refused.
  'AWS::IAM::OIDCProvider': { ref: providerArn, attributes: { Arn: providerArn } },
  // Honoured by local/kubernetes.
  'Custom::AWSCDK-EKS-KubernetesResource': {},
  'Custom::AWSCDK-EKS-HelmChart': { inert: NO_HELM },
};

import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { IpProtocol } from 'aws-cdk-lib/aws-ec2';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { ConsumerImage } from '../../lib/consumer/consumer-image.ts';
import { KEDA_CHART, KEDA_NAMESPACE, KEDA_OPERATOR, kedaValues } from '../../lib/consumer/keda/values.ts';
import { namespaceManifest } from '../../lib/consumer/namespace/namespace-manifest.ts';
import { ClusterVpc } from '../../lib/consumer/network/cluster-vpc.ts';
import type { ConsumerGroup } from '../../lib/messaging/consumer-group.ts';
import type { Saga } from '../../lib/saga/saga.ts';
import { fieldCluster } from './field-cluster.ts';
import { fieldConsumer } from './field-consumer.ts';

export interface FieldStackProps extends StackProps {
  readonly sagaGroup: ConsumerGroup;
  readonly auditGroup: ConsumerGroup;
  readonly saga: Saga;
  readonly admin: string;
  readonly viewer: string;
}

const NAMESPACE = 'fanout-saga-dev';

/**
 * The consumers on EKS, made the field's usual way, with what our stack has: the same VPC, image and manifests, one role for
 * each service account, KEDA by its chart. What differs is the cluster's module and what it makes for a service account.
 */
export class FieldStack extends Stack {
  constructor(scope: Construct, id: string, props: FieldStackProps) {
    super(scope, id, props);
    const { vpc, nodeSubnets } = new ClusterVpc(this, 'Network', {
      vpcCidr: '10.0.0.0/16',
      ipProtocol: IpProtocol.IPV4_ONLY,
      natGateways: 1,
      availabilityZones: undefined,
      logRetention: RetentionDays.ONE_MONTH,
    });
    const cluster = fieldCluster(this, { vpc, nodeSubnets, admin: props.admin, viewer: props.viewer });

    const namespace = cluster.addManifest('Namespace', namespaceManifest(NAMESPACE), {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'default-deny', namespace: NAMESPACE },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    const kedaNamespace = cluster.addManifest('KedaNamespace', namespaceManifest(KEDA_NAMESPACE));
    const operator = cluster.addServiceAccount('Keda', { namespace: KEDA_NAMESPACE, name: KEDA_OPERATOR });
    operator.node.addDependency(kedaNamespace);
    const chart = cluster.addHelmChart('KedaChart', {
      ...KEDA_CHART,
      namespace: KEDA_NAMESPACE,
      createNamespace: false,
      wait: true,
      timeout: Duration.minutes(10),
      values: kedaValues({ nodeArchitecture: 'amd64', namespaces: [NAMESPACE] }),
    });
    chart.node.addDependency(operator, namespace);

    const image = new ConsumerImage(this, 'Image', { nodeArchitecture: 'amd64' });
    const common = { cluster, namespace, namespaceName: NAMESPACE, keda: { operator, chart }, image };
    fieldConsumer(this, {
      ...common,
      groupName: 'saga',
      handler: 'start-saga',
      group: props.sagaGroup,
      saga: props.saga,
    });
    fieldConsumer(this, { ...common, groupName: 'audit', handler: 'audit', group: props.auditGroup });
  }
}

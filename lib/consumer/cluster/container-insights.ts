import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnAddon, type ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { ManagedPolicy, Role, ServicePrincipal, SessionTagsPrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeManagedPolicies } from './managed-policy-findings.ts';

export interface ContainerInsightsProps {
  readonly cluster: ICluster;
  /** Known at synthesis, because the agent's log groups are named after it. */
  readonly clusterName: string;
  readonly logRetention: RetentionDays;
}

const POLICY = 'CloudWatchAgentServerPolicy';

/** What the agent writes to. It would make them itself, to be kept for ever. */
const LOGS = ['application', 'dataplane', 'host', 'performance'];

/**
 * The CloudWatch observability add-on: logs of all containers, and metrics of nodes and pods without the enhanced ones, which
 * are paid by observation. Its agent has an identity by EKS Pod Identity, which Auto Mode has built in.
 */
export class ContainerInsights extends Construct {
  readonly addon: CfnAddon;

  constructor(scope: Construct, id: string, { cluster, clusterName, logRetention }: ContainerInsightsProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      description: 'The CloudWatch agent of the cluster',
      assumedBy: new SessionTagsPrincipal(new ServicePrincipal('pods.eks.amazonaws.com')),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(POLICY)],
    });
    acknowledgeManagedPolicies(
      role,
      [POLICY],
      'what the agent is made for: neither metrics nor the nodes it looks at have names that a policy can hold',
    );

    this.addon = new CfnAddon(this, 'Addon', {
      addonName: 'amazon-cloudwatch-observability',
      clusterName: cluster.clusterName,
      resolveConflicts: 'OVERWRITE',
      podIdentityAssociations: [{ serviceAccount: 'cloudwatch-agent', roleArn: role.roleArn }],
      configurationValues: JSON.stringify({
        containerLogs: { enabled: true },
        agent: { config: { logs: { metrics_collected: { kubernetes: { enhanced_container_insights: false } } } } },
      }),
    });
    for (const name of LOGS) {
      const logGroup = new LogGroup(this, `${name}Logs`, {
        logGroupName: `/aws/containerinsights/${clusterName}/${name}`,
        retention: logRetention,
        removalPolicy: RemovalPolicy.DESTROY,
      });
      this.addon.node.addDependency(logGroup);
    }
  }
}

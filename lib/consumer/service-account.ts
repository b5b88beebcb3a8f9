import { type ICluster, KubernetesManifest } from 'aws-cdk-lib/aws-eks-v2';
import type { IGrantable, IPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { enforce } from '../rules.ts';
import type { IdentityType } from './identity/identity-type.ts';
import { irsaRole } from './identity/irsa.ts';
import { podIdentityRole } from './identity/pod-identity.ts';
import { SERVICE_ACCOUNT_RULES, type ServiceAccountPlan } from './identity/service-account-rules.ts';

export interface PodServiceAccountProps {
  /** Has a kubectl provider, and for `irsa` an OIDC provider. */
  readonly cluster: ICluster;
  /** Has to be there before: the name alone makes no dependency. */
  readonly namespace: string;
  /** Of the service account, unique in its namespace. */
  readonly name: string;
  /**
   * How pods come to the role: `irsa` by the cluster's OIDC provider, `podIdentity` by EKS's agent on the nodes.
   *
   * @default 'irsa'
   */
  readonly identityType?: IdentityType;
}

/**
 * A Kubernetes service account with a role of IAM, for its pods and nobody else: the trust names the cluster, the namespace and
 * the service account. The role may do nothing until it is granted something.
 *
 * Unlike the CDK's own `ServiceAccount` it needs no Lambda for the trust, and with `podIdentity` it installs no add-on, which
 * Auto Mode does not want. On a cluster with nodes of its own, install `eks-pod-identity-agent` yourself.
 */
export class PodServiceAccount extends Construct implements IGrantable {
  readonly grantPrincipal: IPrincipal;
  /** What its pods may do. */
  readonly role: Role;
  readonly serviceAccountName: string;
  readonly namespace: string;
  /** The ServiceAccount in the cluster. To depend on the role's permissions too, depend on the whole construct. */
  readonly manifest: KubernetesManifest;

  /** @throws ConfigurationError, when the cluster cannot give its pods a role in this way */
  constructor(scope: Construct, id: string, props: PodServiceAccountProps) {
    super(scope, id);
    const plan: ServiceAccountPlan = {
      cluster: props.cluster,
      namespace: props.namespace,
      serviceAccountName: props.name,
      identityType: props.identityType ?? 'irsa',
    };
    enforce(this, SERVICE_ACCOUNT_RULES, plan);
    this.serviceAccountName = props.name;
    this.namespace = props.namespace;

    const isIrsa = plan.identityType === 'irsa';
    this.role = isIrsa ? irsaRole(this, 'Role', plan) : podIdentityRole(this, 'Role', plan);
    this.grantPrincipal = this.role.grantPrincipal;
    this.manifest = new KubernetesManifest(this, 'Manifest', {
      cluster: props.cluster,
      manifest: [
        {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: {
            name: props.name,
            namespace: props.namespace,
            labels: { 'app.kubernetes.io/name': props.name, 'app.kubernetes.io/part-of': 'fanout-saga' },
            // EKS looks at it when a pod is made, and adds the token and the variables that the SDK reads.
            ...(isIrsa && { annotations: { 'eks.amazonaws.com/role-arn': this.role.roleArn } }),
          },
          // A token for the Kubernetes API, which is not the one for AWS. Who needs it says so in its pod.
          automountServiceAccountToken: false,
        },
      ],
    });
  }
}

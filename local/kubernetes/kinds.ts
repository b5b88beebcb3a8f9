export const NAMESPACE = 'v1 Namespace';
export const SERVICE_ACCOUNT = 'v1 ServiceAccount';
export const DEPLOYMENT = 'apps/v1 Deployment';
export const SCALED_OBJECT = 'keda.sh/v1alpha1 ScaledObject';

/** What pods are made of. */
const READ: readonly string[] = [NAMESPACE, SERVICE_ACCOUNT, DEPLOYMENT, SCALED_OBJECT];

const NO_NODES = 'this machine is the only node, and nothing is scheduled';
const NO_API = 'there is no Kubernetes API on this machine that a pod could ask';

/** What may be applied although nothing on this machine depends on it: each with the reason. */
export const INERT_KINDS: Readonly<Record<string, string>> = {
  'v1 ConfigMap': 'a pod that reads one is refused; those of kube-system are for the cluster itself',
  'networking.k8s.io/v1 NetworkPolicy': 'a process has no address of its own that traffic could be kept from',
  'policy/v1 PodDisruptionBudget': 'no node is ever drained',
  'keda.sh/v1alpha1 TriggerAuthentication': 'KEDA does not run here: a Deployment keeps its least number of pods',
  'eks.amazonaws.com/v1 NodeClass': NO_NODES,
  'karpenter.sh/v1 NodePool': NO_NODES,
  'rbac.authorization.k8s.io/v1 Role': NO_API,
  'rbac.authorization.k8s.io/v1 RoleBinding': NO_API,
  'rbac.authorization.k8s.io/v1 ClusterRole': NO_API,
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding': NO_API,
};

export const KNOWN_KINDS: readonly string[] = [...READ, ...Object.keys(INERT_KINDS)];

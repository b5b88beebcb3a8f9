import type { Assembly } from '../cloudformation/assembly.ts';
import { admit, withAdmitted } from './admission.ts';
import { ClusterObjects } from './cluster-objects.ts';
import { requireConsumer } from './image.ts';
import { DEPLOYMENT } from './kinds.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import type { Pod } from './pod.ts';
import { readPodSpec } from './pod-spec.ts';
import { replicasOf } from './replicas.ts';

/**
 * The pods that the Deployments of an assembly make, as EKS admits them.
 *
 * @throws TemplateError for what a cluster would refuse, and for what the embedded cloud cannot honour, by its name
 */
export function readPods(assembly: Assembly): readonly Pod[] {
  const objects = new ClusterObjects(assembly);
  return objects.ofKind(DEPLOYMENT).map((deployment) => readPod(deployment, objects, assembly));
}

function readPod(deployment: KubernetesObject, objects: ClusterObjects, assembly: Assembly): Pod {
  objects.requireNamespace(deployment);
  const { container, serviceAccount, terminationGracePeriodSeconds } = readPodSpec(deployment);
  requireConsumer(container, assembly.images, deployment);
  const { cluster, namespace } = deployment;
  const admitted = admit(assembly, {
    cluster,
    namespace,
    name: serviceAccount,
    object: objects.serviceAccountOf(deployment, serviceAccount),
  });
  return {
    deployment: `${namespace}/${deployment.name}`,
    replicas: replicasOf(deployment, objects.all),
    command: container.command,
    environment: withAdmitted(container.environment, admitted),
    ...(admitted.token && { token: admitted.token }),
    terminationGracePeriodSeconds,
  };
}

import { countAt, objectAt } from './fields.ts';
import { SCALED_OBJECT } from './kinds.ts';
import { isBeside, type KubernetesObject } from './kubernetes-object.ts';

/**
 * How many pods a Deployment has here. Where KEDA scales it, its least number, but one at least: KEDA would make the first as
 * soon as there is a message.
 */
export function replicasOf(deployment: KubernetesObject, objects: readonly KubernetesObject[]): number {
  const scaler = objects.find((object) => object.kind === SCALED_OBJECT && targets(object, deployment));
  if (scaler !== undefined) {
    const { minReplicaCount } = objectAt(scaler.content.spec, 'spec', scaler);
    return Math.max(1, countAt(minReplicaCount, 'spec.minReplicaCount', 0, scaler));
  }
  const { replicas } = objectAt(deployment.content.spec, 'spec', deployment);
  return countAt(replicas, 'spec.replicas', 1, deployment);
}

function targets(scaler: KubernetesObject, deployment: KubernetesObject): boolean {
  const spec = objectAt(scaler.content.spec, 'spec', scaler);
  const { kind = 'Deployment', name } = objectAt(spec.scaleTargetRef, 'spec.scaleTargetRef', scaler);
  return isBeside(scaler, deployment) && kind === 'Deployment' && name === deployment.name;
}

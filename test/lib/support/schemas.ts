import type { Model } from '@kubernetes-models/base';
import { NodePool } from '@kubernetes-models/karpenter/karpenter.sh/v1/NodePool';
import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import { TriggerAuthentication } from '@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import type { KubernetesObject } from './manifests.ts';

/** The schemas of Kubernetes, KEDA and Karpenter, by what an object says that it is. */
const MODELS: Readonly<Record<string, new (data: never) => Model<unknown>>> = {
  'v1 Namespace': Namespace,
  'v1 ServiceAccount': ServiceAccount,
  'v1 ConfigMap': ConfigMap,
  'apps/v1 Deployment': Deployment,
  'policy/v1 PodDisruptionBudget': PodDisruptionBudget,
  'networking.k8s.io/v1 NetworkPolicy': NetworkPolicy,
  'keda.sh/v1alpha1 ScaledObject': ScaledObject,
  'keda.sh/v1alpha1 TriggerAuthentication': TriggerAuthentication,
  'karpenter.sh/v1 NodePool': NodePool,
};

/** What is wrong with an object by the schema of its kind, keys that the schema does not know included. */
export function flawsOf(object: KubernetesObject): string[] {
  const kind = `${object.apiVersion} ${object.kind}`;
  const model = MODELS[kind];
  if (model === undefined) return [`${kind} has no schema here`];
  const read = new Set<string>();
  const watched = watch(new model(object as never), '', read) as Model<unknown>;
  try {
    watched.validate();
  } catch (error) {
    return [String(error)];
  }
  return paths(object, '')
    .filter((path) => !read.has(path))
    .map((path) => `${kind} knows no ${path}`);
}

/** Notes each key that is looked at. A validator looks at all keys that its schema has, and at no other. */
function watch(value: unknown, path: string, read: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get: (target, key, receiver) => {
      const child = Reflect.get(target, key, receiver);
      if (typeof key !== 'string' || typeof child === 'function') return child;
      read.add(`${path}.${key}`);
      return watch(child, `${path}.${key}`, read);
    },
  });
}

function paths(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [`${path}.${key}`, ...paths(child, `${path}.${key}`)]);
}

import { KubectlV36Layer } from '@aws-cdk/lambda-layer-kubectl-v36';
import type { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

type MakeLayer = (scope: Construct, id: string) => LayerVersion;

/** kubectl and helm for each version of Kubernetes that a cluster may have: kubectl keeps to its own, give or take one. */
const LAYERS: ReadonlyMap<string, MakeLayer> = new Map([['1.36', (scope, id) => new KubectlV36Layer(scope, id)]]);

export const KUBERNETES_VERSIONS: readonly string[] = [...LAYERS.keys()];

/** The newest there is, for a cluster whose version is not known here. */
export const NEWEST_KUBERNETES_VERSION = KUBERNETES_VERSIONS.at(-1) ?? '';

/** @throws RangeError for a version that is not in {@link KUBERNETES_VERSIONS} */
export function kubectlLayer(scope: Construct, id: string, kubernetesVersion: string): LayerVersion {
  const make = LAYERS.get(kubernetesVersion);
  if (make === undefined) throw new RangeError(`there is no kubectl for Kubernetes ${kubernetesVersion}`);
  return make(scope, id);
}

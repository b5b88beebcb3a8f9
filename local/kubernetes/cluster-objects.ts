import type { Assembly } from '../cloudformation/assembly.ts';
import { NAMESPACE, SERVICE_ACCOUNT } from './kinds.ts';
import { isBeside, type KubernetesObject } from './kubernetes-object.ts';
import { readManifests } from './manifests.ts';

/** Every cluster begins with them. */
const BUILT_IN_NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** What the manifests and charts of an assembly make in its clusters. */
export class ClusterObjects {
  readonly all: readonly KubernetesObject[];
  readonly #assembly: Assembly;

  /** @throws TemplateError for what the manifests hold and the embedded cloud cannot honour, by its name */
  constructor(assembly: Assembly) {
    this.#assembly = assembly;
    this.all = readManifests(assembly);
  }

  ofKind(kind: string): readonly KubernetesObject[] {
    return this.all.filter((object) => object.kind === kind);
  }

  /** Refuses an object whose namespace nobody makes, as the Kubernetes API does. */
  requireNamespace(object: KubernetesObject): void {
    const { cluster, namespace } = object;
    const made = this.ofKind(NAMESPACE).filter((it) => it.cluster === cluster);
    const names = [...BUILT_IN_NAMESPACES, ...made.map(({ name }) => name), ...this.#namespacesOfCharts(cluster)];
    if (names.includes(namespace)) return;
    object.fail(`namespaces "${namespace}" not found: the manifests make ${names.join(', ')}; add it to one`);
  }

  /**
   * The service account of an object's pods. Nothing where it is `default`, which every namespace has, and no manifest changes it.
   *
   * @throws TemplateError, when nobody makes it
   */
  serviceAccountOf(object: KubernetesObject, name: string): KubernetesObject | undefined {
    const beside = this.ofKind(SERVICE_ACCOUNT).filter((it) => isBeside(it, object));
    const found = beside.find((it) => it.name === name);
    if (found !== undefined || name === 'default') return found;
    const names = ['default', ...beside.map((it) => it.name)].join(', ');
    return object.fail(
      `serviceaccount "${name}" not found: the manifests make ${names} in its namespace; add it to one`,
    );
  }

  #namespacesOfCharts(cluster: string): string[] {
    return this.#assembly
      .resources('Custom::AWSCDK-EKS-HelmChart')
      .filter(({ properties }) => properties.ClusterName === cluster && String(properties.CreateNamespace) === 'true')
      .map(({ properties }) => String(properties.Namespace));
  }
}

/** An object of a manifest, as `kubectl apply` would give it to a cluster. */
export interface KubernetesObject {
  /** The name of the cluster. */
  readonly cluster: string;
  /** Such as `apps/v1 Deployment`. */
  readonly kind: string;
  /** Of one that belongs to the whole cluster, it means nothing. */
  readonly namespace: string;
  readonly name: string;
  /** All of it, the CloudFormation intrinsics resolved. */
  readonly content: Readonly<Record<string, unknown>>;
  /** Refuses it. @throws TemplateError that names the resource, the kind and the object */
  fail(problem: string): never;
}

/** Whether two are in the same namespace of the same cluster. */
export function isBeside(one: KubernetesObject, other: KubernetesObject): boolean {
  return one.cluster === other.cluster && one.namespace === other.namespace;
}

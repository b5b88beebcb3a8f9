import { describe, isObject } from '../../contract/describe.ts';
import type { Assembly, Resource } from '../cloudformation/assembly.ts';
import { KNOWN_KINDS } from './kinds.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

const RESOURCE_TYPE = 'Custom::AWSCDK-EKS-KubernetesResource';

/**
 * All objects that the manifests of an assembly hold.
 *
 * @throws TemplateError for a manifest that is none, for a kind that is not known, and for what stands in two manifests
 */
export function readManifests(assembly: Assembly): readonly KubernetesObject[] {
  const objects = new Map<string, KubernetesObject>();
  for (const object of assembly.resources(RESOURCE_TYPE).flatMap(readManifest)) {
    const { cluster, kind, namespace, name } = object;
    const id = [cluster, kind, namespace, name].join(' ');
    if (objects.has(id)) object.fail('stands in two manifests, of which one would undo the other: remove one');
    objects.set(id, object);
  }
  return [...objects.values()];
}

function readManifest(resource: Resource): KubernetesObject[] {
  const { Manifest, ClusterName } = resource.properties;
  const list = parse(Manifest, resource);
  if (!Array.isArray(list)) {
    return resource.fail(`its Manifest is ${describe(list)}, but has to be a list of Kubernetes objects as JSON text`);
  }
  return list.map((content) => readObject(content, String(ClusterName), resource));
}

function parse(text: unknown, resource: Resource): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch (cause) {
    return resource.fail(`its Manifest is not JSON (${cause instanceof Error ? cause.message : cause})`);
  }
}

function readObject(content: unknown, cluster: string, resource: Resource): KubernetesObject {
  if (!isObject(content)) return resource.fail(`its Manifest holds ${describe(content)}, but has to hold objects`);
  const metadata = isObject(content.metadata) ? content.metadata : {};
  const kind = `${content.apiVersion} ${content.kind}`;
  const namespace = String(metadata.namespace ?? 'default');
  const name = String(metadata.name ?? '');
  const fail = (problem: string) => resource.fail(`${kind} ${namespace}/${name}: ${problem}`);
  if (name === '') return fail('metadata.name is missing, but kubectl applies by name: give it one');
  if (!KNOWN_KINDS.includes(kind)) {
    return fail(
      `the embedded cloud does not know this kind, only ${KNOWN_KINDS.join(', ')}: leave it out, or add it in ` +
        'local/kubernetes/kinds.ts, with the reason where nothing has to happen for it',
    );
  }
  return { cluster, kind, namespace, name, content, fail };
}

import { describe, isObject } from '../../contract/describe.ts';
import { checkedFields, textsAt } from './fields.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

/** The one container of a pod. */
export interface Container {
  readonly image: string;
  /** `command`, then `args`. */
  readonly command: readonly string[];
  /** @default - the image's own */
  readonly workingDir: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
}

const NO_KERNEL = 'a process here has the rights of whoever started it';
const NO_KUBELET = 'there is no kubelet that asks for it';

const FIELDS = {
  honoured: ['image', 'command', 'args', 'workingDir', 'env'],
  withoutEffect: {
    name: 'a pod here has one container',
    imagePullPolicy: 'nothing is pulled: the image is built from the same sources',
    ports: 'documentation, to Kubernetes as well',
    resources: "a process may take what the machine has, and a node's share of it is not measured",
    securityContext: NO_KERNEL,
    startupProbe: NO_KUBELET,
    livenessProbe: NO_KUBELET,
    readinessProbe: NO_KUBELET,
    terminationMessagePath: NO_KUBELET,
    terminationMessagePolicy: NO_KUBELET,
  },
};

/** `$(NAME)`, which Kubernetes replaces by another variable of the container. */
const REFERENCE = /\$\([A-Za-z_][\w.-]*\)/;

export function readContainer(value: unknown, deployment: KubernetesObject): Container {
  const path = 'spec.template.spec.containers[0]';
  const { image, command, args, workingDir, env = [] } = checkedFields(value, path, FIELDS, deployment);
  const all = [...textsAt(command, `${path}.command`, deployment), ...textsAt(args, `${path}.args`, deployment)];
  if (command === undefined) {
    deployment.fail(`${path}.command is missing, and images are not read here for their entry points: say what is run`);
  }
  const environment = readEnvironment(env, `${path}.env`, deployment);
  const referring = [...all, ...Object.values(environment)].find((text) => REFERENCE.test(text));
  if (referring !== undefined) {
    deployment.fail(
      `${describe(referring)} refers to another variable, which is not honoured by the embedded cloud: write it out`,
    );
  }
  return {
    image: String(image),
    command: all,
    workingDir: workingDir === undefined ? undefined : String(workingDir),
    environment,
  };
}

function readEnvironment(env: unknown, path: string, deployment: KubernetesObject): Record<string, string> {
  if (!Array.isArray(env)) return deployment.fail(`${path} is ${describe(env)}, but has to be a list`);
  const entries = env.map((variable: unknown) => {
    const { name, value = '', ...rest } = isObject(variable) ? variable : {};
    const [more] = Object.keys(rest);
    if (more !== undefined) {
      return deployment.fail(`${path}: ${name} has ${more}, but the embedded cloud honours only value: write it out`);
    }
    if (typeof name === 'string' && typeof value === 'string') return [name, value] as const;
    return deployment.fail(
      `${path} holds ${describe(variable)}, but has to hold objects with a name and a value, both text`,
    );
  });
  return Object.fromEntries(entries);
}

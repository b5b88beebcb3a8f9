import { Size } from 'cdk8s';
import {
  Capability,
  type ContainerProps,
  type ContainerSecurityContextProps,
  Cpu,
  EnvValue,
  ImagePullPolicy,
  SeccompProfileType,
} from 'cdk8s-plus-34';
import { IMAGE } from './image-layout.ts';
import { probes } from './probes.ts';

export interface ConsumerContainerProps {
  readonly imageUri: string;
  readonly environment: Readonly<Record<string, string>>;
}

export function consumerContainer({ imageUri, environment }: ConsumerContainerProps): ContainerProps {
  return {
    name: 'consumer',
    image: imageUri,
    // The tag is a hash of the content: what is there is right.
    imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
    command: [...IMAGE.command],
    workingDir: IMAGE.workingDirectory,
    ports: [{ name: 'metrics', number: IMAGE.port }],
    envVariables: Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [name, EnvValue.fromValue(value)]),
    ),
    resources: RESOURCES,
    securityContext: SECURITY_CONTEXT,
    ...probes(),
  };
}

/**
 * Idle it takes 80 MiB, busy 160 MiB, and 410 MiB where all the messages that it holds, 100 in flight and 80 that wait, are the
 * largest there may be. It asks for what it takes as a rule; where it may take more, it is not killed for it. There is no limit
 * of CPU: a pod that is throttled extends its messages too late.
 */
const RESOURCES = {
  cpu: { request: Cpu.millis(100) },
  memory: { request: Size.mebibytes(256), limit: Size.mebibytes(512) },
};

const SECURITY_CONTEXT: ContainerSecurityContextProps = {
  user: IMAGE.user,
  group: IMAGE.user,
  ensureNonRoot: true,
  privileged: false,
  allowPrivilegeEscalation: false,
  // It writes nothing, not even to /tmp.
  readOnlyRootFilesystem: true,
  capabilities: { drop: [Capability.ALL] },
  seccompProfile: { type: SeccompProfileType.RUNTIME_DEFAULT },
};

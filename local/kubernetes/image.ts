import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from '../../contract/describe.ts';
import type { Images } from '../cloudformation/images.ts';
import type { Container } from './container.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

/** The one image whose content this machine can make without Docker: one bundle beside Node. */
const DOCKERFILE = 'consumer/Dockerfile';
const WORKDIR = /^WORKDIR (\S+)$/gm;
/** What it runs: the Node of its base image. */
const NODE = '/nodejs/bin/node';

/**
 * Refuses a container that a process of this machine's Node, in a directory with the consumer's bundle, is not.
 *
 * @throws TemplateError that says in what it differs
 */
export function requireConsumer(container: Container, images: Images, deployment: KubernetesObject): void {
  const { image, command, workingDir } = container;
  const tag = image.slice(image.lastIndexOf(':') + 1);
  const source = images.get(tag);
  if (source?.dockerFile !== DOCKERFILE) {
    deployment.fail(
      `image ${describe(image)} is not the one that ${DOCKERFILE} makes, which is all that runs without Docker: leave the Deployment out`,
    );
    return;
  }
  const dockerfile = readFileSync(join(source.directory, DOCKERFILE), 'utf8');
  // Each stage may have one; the image is the last stage.
  const directory = [...dockerfile.matchAll(WORKDIR)].at(-1)?.[1];
  if (workingDir !== undefined && workingDir !== directory) {
    deployment.fail(`workingDir is ${describe(workingDir)}, but the bundle lies in ${directory}: leave it out`);
  }
  if (command[0] !== NODE) {
    deployment.fail(
      `command is ${describe(command.join(' '))}, but has to begin with ${NODE}, which is all that runs here`,
    );
  }
}

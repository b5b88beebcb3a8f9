import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { IgnoreMode } from 'aws-cdk-lib';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Construct } from 'constructs';
import type { NodeArchitecture } from './i-consumer-cluster.ts';

export interface ConsumerImageProps {
  /** Of the nodes that are to run it. */
  readonly nodeArchitecture: NodeArchitecture;
}

/** An image that the consumer's Dockerfile made, wherever it lies. */
export interface IConsumerImage {
  readonly imageUri: string;
}

/**
 * The consumer's image, built and pushed by `cdk deploy`, which needs Docker for it (or what `CDK_DOCKER` names); synthesis does
 * not. Its tag is the hash of what it is made of: nothing else changes it, and a tag never changes its content.
 */
export class ConsumerImage extends Construct implements IConsumerImage {
  readonly imageUri: string;
  readonly asset: DockerImageAsset;

  constructor(scope: Construct, id: string, { nodeArchitecture }: ConsumerImageProps) {
    super(scope, id);
    this.asset = new DockerImageAsset(this, 'Asset', {
      directory: ROOT,
      file: DOCKERFILE,
      platform: PLATFORMS[nodeArchitecture],
      // No build argument: the commit would make a new image of the same files.
      exclude: contextOf(`${ROOT}/${DOCKERFILE}.dockerignore`),
      ignoreMode: IgnoreMode.DOCKER,
      displayName: 'fanout-saga consumer',
    });
    this.imageUri = this.asset.imageUri;
  }
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DOCKERFILE = 'consumer/Dockerfile';

const PLATFORMS: Readonly<Record<NodeArchitecture, Platform>> = {
  amd64: Platform.LINUX_AMD64,
  arm64: Platform.LINUX_ARM64,
};

/** The list that BuildKit reads for this Dockerfile: with one of the CDK's own, the two would differ one day. */
function contextOf(dockerignore: string): string[] {
  return readFileSync(dockerignore, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

import { join } from 'node:path';
import { isObject } from '../../contract/describe.ts';
import { type Assets, readAssets } from './assets.ts';
import { type Images, readImages } from './images.ts';
import { readJsonFile } from './json-file.ts';

export interface StackArtifact {
  readonly stackName: string;
  /** Absolute. */
  readonly templateFile: string;
  readonly assets: Assets;
  readonly images: Images;
}

/** Finds the stacks of a cloud assembly and of the assemblies within it, which are the stages of an application. */
export function readManifest(directory: string): readonly StackArtifact[] {
  const manifest = readJsonFile(
    join(directory, 'manifest.json'),
    'pass the directory of a cloud assembly, as `cdk synth` writes it',
  );
  const artifacts = Object.entries(isObject(manifest.artifacts) ? manifest.artifacts : {}).map(([id, artifact]) => ({
    id,
    ...readArtifact(artifact),
  }));
  const ofType = (type: string) => artifacts.filter((artifact) => artifact.type === type);
  // One map for all: a key is the hash of the content, so that stacks which name the same key mean the same files.
  const files = ofType('cdk:asset-manifest').map(({ properties }) => join(directory, String(properties.file)));
  const assets = new Map(files.flatMap((file) => [...readAssets(file)]));
  const images = new Map(files.flatMap((file) => [...readImages(file)]));
  const stacks = ofType('aws:cloudformation:stack').map(({ id, properties }) => ({
    stackName: String(properties.stackName ?? id),
    templateFile: join(directory, String(properties.templateFile)),
    assets,
    images,
  }));
  const nested = ofType('cdk:cloud-assembly').flatMap(({ properties }) =>
    readManifest(join(directory, String(properties.directoryName))),
  );
  return [...stacks, ...nested];
}

function readArtifact(artifact: unknown): { type: unknown; properties: Record<string, unknown> } {
  const { type, properties } = isObject(artifact) ? artifact : {};
  return { type, properties: isObject(properties) ? properties : {} };
}

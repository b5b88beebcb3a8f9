import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

const directories: string[] = [];

afterAll(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

/** A directory that is removed after the test file. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'fanout-saga-'));
  directories.push(directory);
  return directory;
}

/** Files by path, written below a directory of their own. */
export function writeFiles(files: Readonly<Record<string, string>>, directory = temporaryDirectory()): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(directory, path, '..'), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return directory;
}

export interface AssemblyContent {
  /** Templates by stack. */
  readonly stacks?: Readonly<Record<string, object>>;
  /** Directories, or files, by object key in the assets' bucket. */
  readonly assets?: Readonly<Record<string, string>>;
  /** What assets are packed as. @default zip */
  readonly packaging?: string;
  /** What images are built from, by tag. */
  readonly images?: Readonly<Record<string, { readonly directory: string; readonly dockerFile?: string }>>;
  readonly stages?: Readonly<Record<string, AssemblyContent>>;
}

/** A cloud assembly as CDK writes it, as far as it is read. */
export function writeAssembly(content: AssemblyContent, directory = temporaryDirectory()): string {
  const { stacks = {}, assets = {}, packaging = 'zip', images = {}, stages = {} } = content;
  const artifacts: Record<string, object> = {
    Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
    'all.assets': { type: 'cdk:asset-manifest', properties: { file: 'all.assets.json' } },
  };
  const files = Object.entries(assets).map(([objectKey, path], at) => [
    String(at),
    { source: { path, packaging }, destinations: { current: { bucketName: 'assets', objectKey } } },
  ]);
  const dockerImages = Object.entries(images).map(([imageTag, source]) => [
    imageTag,
    { source, destinations: { current: { repositoryName: 'images', imageTag } } },
  ]);
  const all = { files: Object.fromEntries(files), dockerImages: Object.fromEntries(dockerImages) };
  const written: Record<string, string> = { 'all.assets.json': JSON.stringify(all) };
  for (const [stackName, template] of Object.entries(stacks)) {
    const templateFile = `${stackName}.template.json`;
    artifacts[`${stackName}Artifact`] = { type: 'aws:cloudformation:stack', properties: { templateFile, stackName } };
    written[templateFile] = JSON.stringify(template);
  }
  for (const [directoryName, stage] of Object.entries(stages)) {
    artifacts[directoryName] = { type: 'cdk:cloud-assembly', properties: { directoryName } };
    mkdirSync(join(directory, directoryName));
    writeAssembly(stage, join(directory, directoryName));
  }
  written['manifest.json'] = JSON.stringify({ version: '55.0.0', artifacts });
  return writeFiles(written, directory);
}

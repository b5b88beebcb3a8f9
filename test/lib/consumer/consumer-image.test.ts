import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { ConsumerImage } from '../../../lib/consumer/consumer-image.ts';
import type { NodeArchitecture } from '../../../lib/consumer/i-consumer-cluster.ts';
import { every, last, ROOT, stages } from '../../support/dockerfile.ts';
import { OUTDIR } from '../support/outdir.ts';

/** An assembly with the image, staged as for a deployment. */
function synthesize(nodeArchitecture: NodeArchitecture, outdir: string) {
  const app = new App({ outdir: join(OUTDIR, outdir), context: {} });
  const stack = new Stack(app, 'Test');
  const image = new ConsumerImage(stack, 'Image', { nodeArchitecture });
  new StringParameter(stack, 'ImageUri', { stringValue: image.imageUri });
  const { directory } = app.synth();
  const { dockerImages } = JSON.parse(readFileSync(join(directory, 'Test.assets.json'), 'utf8'));
  const [[tag, asset] = []] = Object.entries<{ source: Record<string, string> }>(dockerImages);
  return {
    tag,
    source: asset?.source ?? {},
    context: join(directory, asset?.source.directory ?? ''),
    imageUri: stack.resolve(image.imageUri),
  };
}

const amd64 = synthesize('amd64', 'amd64');
const [build, image] = stages();

describe("the consumer's image", () => {
  test('is built of the Dockerfile, for the processor of the nodes', () => {
    expect(amd64.source).toMatchObject({ dockerFile: 'consumer/Dockerfile', platform: 'linux/amd64' });
    expect(synthesize('arm64', 'arm64').source).toMatchObject({ platform: 'linux/arm64' });
  });

  test('is named by the hash of what it is made of, wherever it is synthesized', () => {
    expect(synthesize('amd64', 'elsewhere').tag).toBe(amd64.tag);
    expect(JSON.stringify(amd64.imageUri)).toContain(`:${amd64.tag}`);
    expect(amd64.source.dockerBuildArgs).toBeUndefined();
  });

  test('is made of the files that the Dockerfile copies, and of no others', () => {
    const copied = every(build, 'COPY').flatMap((rest) => rest.split(' ').slice(0, -1));
    expect(readdirSync(amd64.context).sort()).toEqual([...copied].sort());
  });

  test('leaves out what consumes without a cluster', () => {
    const files = readdirSync(join(amd64.context, 'consumer'), { recursive: true }).map(String);
    expect(files).toContain('main.ts');
    expect(files.filter((name) => name.startsWith('lambda'))).toEqual([]);
    expect(readdirSync(join(ROOT, 'consumer'))).toContain('lambda.ts');
  });

  test('needs no emulation: what runs while it is built runs on the builder', () => {
    expect(build?.base).toMatch(/^--platform=\$BUILDPLATFORM /);
    expect(image?.instructions.map(({ name }) => name)).not.toContain('RUN');
  });

  test('has no shell and no user who is root', () => {
    expect(image?.base).toMatch(/^gcr\.io\/distroless\/nodejs24-debian13:nonroot$/);
  });

  test('runs no script of a package while it is built', () => {
    expect(every(build, 'RUN').find((rest) => rest.includes('npm'))).toContain('npm ci --ignore-scripts');
    expect(last(build, 'RUN')).toMatch(/^node consumer\/bundle\.ts /);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { appOf } from '../../bench/eks/apps.ts';
import { count, featuresOf, resourcesOf, type StackCount } from '../../bench/eks/count.ts';
import type { Way } from '../../bench/eks/ways.ts';
import { tableOf } from './table.ts';

const directory = mkdtempSync(join(tmpdir(), 'fanout-saga-comparison-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const ROWS: Readonly<Record<keyof StackCount, string>> = {
  resources: 'resources',
  lambdas: 'Lambda functions',
  customResources: 'custom resources',
  nestedStacks: 'nested stacks',
  roles: 'IAM roles',
};

const COLUMNS = [
  ['ours', 'this project'],
  ['field', 'aws-eks v1'],
] as const;

const synthesized = new Map<Way, ReturnType<typeof resourcesOf>>();
beforeAll(() => {
  for (const [way] of COLUMNS) {
    const outdir = join(directory, way);
    const { app, stack } = appOf(way, outdir);
    app.synth();
    synthesized.set(way, resourcesOf(stack, outdir));
  }
});

test.each(COLUMNS)('docs/eks.md says what the templates of %s have', (way, column) => {
  const documented = tableOf('eks.md', 'in the templates').map((row) => [row['in the templates'], Number(row[column])]);
  const counted = count(synthesized.get(way) ?? []);

  expect(documented).toEqual(Object.entries(ROWS).map(([name, what]) => [what, counted[name as keyof StackCount]]));
});

test('both ways make the same network, workloads and access', () => {
  const [ours, field] = COLUMNS.map(([way]) => featuresOf(synthesized.get(way) ?? []));

  expect(ours).toEqual(field);
  expect(ours).toEqual(
    expect.arrayContaining([
      'Deployment',
      'ScaledObject',
      'AWS::EC2::NatGateway',
      expect.stringMatching(/:role\/Operators$/),
    ]),
  );
});

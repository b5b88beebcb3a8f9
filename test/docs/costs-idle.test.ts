import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { synthesize } from '../../local/synth.ts';
import { contextOf } from './context.ts';
import { countPriced, type Priced, unknownTypes } from './priced.ts';
import { type Row, tableOf } from './table.ts';
import { type Template, templatesIn } from './templates.ts';

const directory = mkdtempSync(join(tmpdir(), 'fanout-saga-costs-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The columns of the table of settings that are counted, and how a cell is read. */
const COUNTED: Readonly<Record<Exclude<keyof Priced, 'node'>, string>> = {
  controlPlanes: 'control planes',
  natGateways: 'NAT gateways',
  publicAddresses: 'public addresses',
  alarms: 'alarms',
  sweeps: 'sweeps',
  observability: 'observability',
  requests: 'SQS requests',
};

describe.each(tableOf('costs.md', 'setting'))('an idle stack with $setting', (row) => {
  const templates = once(() => synthesized(String(row.setting)));

  test('has what docs/costs.md says that it pays for', async () => {
    const { node, ...counted } = countPriced(await templates());
    const documented = Object.entries(COUNTED).map(([name, head]) => [name, Number(row[head]?.replaceAll(',', ''))]);

    expect(counted).toEqual(Object.fromEntries(documented));
    expect(node).toBe(row.node);
  });

  test('costs what docs/costs.md says: the sum of it', async () => {
    expect(row['a month']).toBe(`$${monthly(countPriced(await templates())).toFixed(2)}`);
  });

  test('has nothing else that could cost something', async () => {
    expect(unknownTypes(await templates())).toEqual([]);
  });
});

/** By the table of prices. */
function monthly({ node, requests, ...counts }: Priced): number {
  const items: [string, number][] = [
    ['EKS control plane', counts.controlPlanes],
    ['NAT gateway', counts.natGateways],
    ['public IPv4 address', counts.publicAddresses],
    ['CloudWatch alarm', counts.alarms],
    ['sweep', counts.sweeps],
    ['CloudWatch observability add-on', counts.observability],
    ['a million SQS requests', requests / 1_000_000],
    ...(node === 'none' ? [] : [[`node ${node}`, 1] as [string, number]]),
  ];
  return items.reduce((sum, [item, count]) => sum + count * price(item), 0);
}

function price(item: string): number {
  const row: Row | undefined = tableOf('costs.md', 'what idles').find((one) => one['what idles'] === item);
  if (row === undefined) throw new Error(`docs/costs.md has no price for ${item}`);
  return Number(row['a month']?.replace('$', ''));
}

async function synthesized(setting: string): Promise<readonly Template[]> {
  const outdir = mkdtempSync(join(directory, 'cdk.out-'));
  await synthesize(outdir, {
    ...contextOf(setting),
    // Resources are counted: nobody runs the functions.
    'aws:cdk:bundling-stacks': [],
    'aws:cdk:disable-asset-staging': true,
  });
  return templatesIn(outdir);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

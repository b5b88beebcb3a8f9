import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { article } from './article/bench.ts';
import { type Bench, type Figure, holds } from './bench.ts';
import { chaos } from './chaos.ts';
import { coldStart } from './cold-start.ts';
import { consumer } from './consumer.ts';
import { credentials } from './credentials.ts';
import { eks } from './eks.ts';
import { local } from './local.ts';

const BENCHES: readonly Bench[] = [local, coldStart, consumer, credentials, eks, article, chaos];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const unknown = positionals.find((name) => !BENCHES.some((bench) => bench.name === name));
if (unknown !== undefined) {
  process.stderr.write(
    `there is no bench ${JSON.stringify(unknown)}: choose from ${BENCHES.map(({ name }) => name).join(', ')}, or none for all\n`,
  );
  process.exit(2);
}

const chosen = BENCHES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const results: { bench: string; figures: readonly Figure[] }[] = [];
for (const bench of chosen) {
  process.stderr.write(`${bench.name}: ${bench.about}\n`);
  results.push({ bench: bench.name, figures: await bench.run((line) => process.stderr.write(`  ${line}\n`)) });
}

const table = new Table({
  head: ['bench', 'figure', 'measured', 'promised', 'holds'],
  style: { head: [], border: [] },
});
for (const { bench, figures } of results) {
  for (const figure of figures) {
    const promised =
      figure.promise === undefined ? '' : `at ${figure.promise.at} ${figure.promise.value} ${figure.unit}`;
    table.push([
      bench,
      figure.what,
      `${round(figure.value)} ${figure.unit}`,
      promised,
      figure.promise === undefined ? '' : holds(figure) ? 'yes' : 'NO',
    ]);
  }
}
process.stdout.write(values.json ? `${JSON.stringify(results)}\n` : `${table}\n`);
process.exitCode = results.some(({ figures }) => figures.some((figure) => !holds(figure))) ? 1 : 0;

function round(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3, useGrouping: false });
}

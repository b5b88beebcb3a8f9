import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { writeFiles } from '../cloudformation/write-assembly.ts';
import { errorOf, functionOf, payloadOf } from './functions.ts';

describe('a trace', () => {
  test.each([
    ['beside the bundle', 'external' as const],
    ['within the bundle', 'inline' as const],
  ])('names the line of the TypeScript source, with the source map %s', async (_, sourcemap) => {
    const source = writeFiles({
      'pay.ts':
        'interface Order { id: string }\n\nexport const run = async ({ id }: Order) => {\n  throw new Error(id);\n};\n',
    });
    const { outputFiles } = await build({
      entryPoints: [join(source, 'pay.ts')],
      outfile: join(source, 'index.mjs'),
      sourcemap: sourcemap === 'external' ? 'linked' : sourcemap,
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      write: false,
    });
    const files = Object.fromEntries(outputFiles.map(({ path, text }) => [path.slice(source.length + 1), text]));
    const { 'index.mjs': bundle = '', ...maps } = files;
    const { trace } = await errorOf(functionOf(bundle, { files: maps }), { id: '7' });
    expect(trace?.[0]).toBe('Error: 7');
    expect(trace?.[1]).toMatch(/pay\.ts:4:9\)?$/);
  });
});

describe('the code of a function', () => {
  test.each([
    ['index.mjs', 'export const run = async () => 1;'],
    ['index.cjs', 'exports.run = async () => 1;'],
    ['index.js', 'const { join } = require("node:path"); exports.run = async () => (join("a", "b") ? 1 : 0);'],
    ['folder/index.mjs', 'export const run = async () => 1;'],
  ])('may be %s', async (file, code) => {
    const Handler = file.replace(/\.\w+$/, '.run');
    expect(await payloadOf(functionOf(code, { file, properties: { Handler } }))).toBe(1);
  });

  test('in index.js is CommonJS, although a package.json above the assembly says otherwise', async () => {
    const above = { 'package.json': '{"type":"module"}' };
    expect(await payloadOf(functionOf('exports.run = async () => 1;', { file: 'index.js', above }))).toBe(1);
  });

  test('in index.js is an ES module where its own package.json says so', async () => {
    const files = { 'package.json': '{"type":"module"}' };
    expect(await payloadOf(functionOf('export const run = async () => 1;', { file: 'index.js', files }))).toBe(1);
  });

  test('may nest its handler', async () => {
    const nested = functionOf('export const api = { v1: { run: async () => 1 } };', {
      properties: { Handler: 'index.api.v1.run' },
    });
    expect(await payloadOf(nested)).toBe(1);
  });
});

describe('a function is refused', () => {
  test.each([
    [{ Runtime: 'python3.13' }, 'Runtime is "python3.13", but the embedded Lambda runs only nodejs'],
    [{ Layers: ['arn'] }, 'property Layers is not honoured by the embedded Lambda'],
    [{ Code: { ZipFile: 'exports.run = 1' } }, 'Code is an object with ZipFile, but has to be an asset'],
    [{ Timeout: 0 }, 'Timeout is the number 0, but has to be a number above 0'],
    [{ Handler: 3 }, 'Handler is the number 3, but has to be a string'],
  ])('with %j', (properties, problem) => {
    expect(() => functionOf('', { properties })).toThrow(`stack Saga, resource Fn (AWS::Lambda::Function): ${problem}`);
  });
});

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { ConsumerImage } from '../../../local/consumers/consumer-image.ts';

test('the image of the consumer holds the bundle, which runs by itself, and is gone afterwards', async () => {
  let directory: string;
  {
    await using image = ConsumerImage.build();
    directory = await image.directory();
    expect(await readdir(directory)).toEqual(['main.mjs', 'main.mjs.map']);
    const { stdout } = await promisify(execFile)(process.execPath, ['main.mjs', 'version'], {
      cwd: directory,
      env: {},
    });
    expect(JSON.parse(stdout)).toMatchObject({ builtAt: expect.stringMatching(/^\d{4}-/) });
  }
  expect(existsSync(directory)).toBe(false);
});

test('an image that nobody waits for any more is not built to its end', async () => {
  const image = ConsumerImage.build();
  await image[Symbol.asyncDispose]();
  await expect(image.directory()).rejects.toMatchObject({ name: 'AbortError' });
});

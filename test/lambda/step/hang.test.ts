import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const faults = fileURLToPath(new URL('../../../lambda/step/faults.ts', import.meta.url));

test('a hang keeps Node busy until it is killed', async () => {
  // A process of its own: Node ends one that waits for nothing but a promise, with the exit code 13.
  const script = `import { hang } from ${JSON.stringify(faults)};
    setTimeout(() => process.exit(7), 100).unref();
    const pending = hang();
    process.once('beforeExit', () => process.exit(13));
    await pending;`;
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  await expect(run).rejects.toMatchObject({ code: 7 });
});

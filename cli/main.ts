import { run } from './run.ts';

const interrupted = new AbortController();
// Once: the second Ctrl-C ends the process as it would without us.
process.once('SIGINT', () => interrupted.abort());

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader has seen enough: `saga list | head -3`.
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

const { stdin, stdout, stderr, env } = process;
process.exitCode = await run(process.argv.slice(2), { stdin, stdout, stderr, env, signal: interrupted.signal });

import { readFile } from 'node:fs/promises';
import { Script } from 'node:vm';
import { GLOBALS, type SandboxGlobals } from './globals.ts';

/** Runs a module's code once, and gives what it exports. */
export type Evaluate = (globals: SandboxGlobals) => unknown;

const compiled = new Map<string, Promise<Evaluate>>();

/**
 * Makes a module ready to run any number of times, each time as if it had just been loaded. As a function and not as a module
 * of Node.js: so its globals are its parameters, and it need not share time, environment and network with this process.
 *
 * @throws SyntaxError
 */
export function compileModule(file: string): Promise<Evaluate> {
  const known = compiled.get(file) ?? compile(file);
  compiled.set(file, known);
  return known;
}

async function compile(file: string): Promise<Evaluate> {
  // Only here, since who runs functions in threads does not need it.
  const { transform } = await import('esbuild');
  const { code } = await transform(await readFile(file), {
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    // Each import has to come by the require that is given, those that are made while the code runs as well.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__url', 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
    sourcefile: file,
    logLevel: 'silent',
  }).catch((cause: Error) => {
    throw new SyntaxError(cause.message, { cause });
  });
  const script = new Script(`(function (${GLOBALS.join(', ')}) {${code}\n})`, { filename: file });
  const run = script.runInThisContext() as (...globals: unknown[]) => void;
  return (globals) => {
    run(...GLOBALS.map((name) => globals[name]));
    return globals.module.exports;
  };
}

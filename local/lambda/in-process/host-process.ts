import { Writable } from 'node:stream';

export interface SandboxProcessProps {
  readonly env: Record<string, string | undefined>;
  readonly onOutput: (text: string) => void;
  readonly onExit: (status: number) => void;
}

/** What a function's code finds in the place of `process`: its own environment and output, and an end that is its alone. */
export function sandboxProcess({ env, onOutput, onExit }: SandboxProcessProps): NodeJS.Process {
  const stream = () =>
    new Writable({
      write(chunk, _encoding, done) {
        onOutput(String(chunk));
        done();
      },
    });
  const own: Readonly<Record<string | symbol, unknown>> = {
    env,
    stdout: stream(),
    stderr: stream(),
    argv: [],
    execArgv: [],
    emitWarning: (warning: unknown) => onOutput(`${warning}\n`),
    exit(status = 0) {
      onExit(Number(status));
      // What follows would not run any more: nothing catches this but the one who invoked.
      throw new Error('the function ended its process');
    },
  };
  return new Proxy(process, {
    get(target, name) {
      if (Object.hasOwn(own, name)) return own[name];
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

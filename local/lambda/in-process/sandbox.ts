import { Console } from 'node:console';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Clock } from '../../clock/clock.ts';
import { inProcessRequests, type Respond } from '../../http/in-process.ts';
import type { Evaluate } from './compile.ts';
import type { SandboxGlobals } from './globals.ts';
import { sandboxProcess } from './host-process.ts';
import { sandboxRequire } from './require.ts';
import { timeGlobals } from './time.ts';
import { SandboxTimers } from './timers.ts';

export interface SandboxProps {
  readonly file: string;
  readonly evaluate: Evaluate;
  readonly variables: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly endpoint: string;
  readonly respond: Respond;
  readonly onOutput: (text: string) => void;
  readonly onExit: (status: number) => void;
}

/**
 * A module's code within this process, with time, environment, output and network of its own. Ended, it is as good as gone:
 * no timer and no answer ever wakes it again; what it has asked for is carried out all the same.
 */
export class Sandbox {
  readonly env: Record<string, string | undefined>;
  /** What the module exports. */
  readonly exports: unknown;
  readonly #timers: SandboxTimers;
  #isAlive = true;

  /** @throws what the module throws */
  constructor({ file, evaluate, variables, clock, endpoint, respond, onOutput, onExit }: SandboxProps) {
    this.env = { ...variables };
    this.#timers = new SandboxTimers(clock);
    const request = inProcessRequests({ endpoint, respond, isAlive: () => this.#isAlive });
    const process = sandboxProcess({ env: this.env, onOutput, onExit });
    const time = timeGlobals(clock, this.#timers);
    const module = { exports: {} };
    const own = {
      module,
      exports: module.exports,
      require: sandboxRequire({ file, request, process, time }),
      __filename: file,
      __dirname: dirname(file),
      __url: pathToFileURL(file).href,
      process,
      console: new Console(process.stdout, process.stderr),
      ...time,
      fetch: () =>
        Promise.reject(new TypeError('fetch failed: a function that runs in this process has node:http alone')),
    };
    const global = globalOf(own);
    this.exports = evaluate({ ...own, globalThis: global, global } satisfies SandboxGlobals);
  }

  end(): void {
    this.#isAlive = false;
    this.#timers.close();
  }
}

/** What is set on it is the sandbox's alone. */
function globalOf(own: Record<string, unknown>): typeof globalThis {
  const overrides = new Map<string | symbol, unknown>(Object.entries(own));
  return new Proxy(globalThis, {
    get: (target, name) => (overrides.has(name) ? overrides.get(name) : Reflect.get(target, name)),
    has: (target, name) => overrides.has(name) || Reflect.has(target, name),
    set(_target, name, value) {
      overrides.set(name, value);
      return true;
    },
  });
}

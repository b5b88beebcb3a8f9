import { createRequire } from 'node:module';
import type { RequestFunction } from '../../http/in-process.ts';

export interface SandboxRequireProps {
  /** The file of the code. */
  readonly file: string;
  readonly request: RequestFunction;
  readonly process: NodeJS.Process;
  readonly time: ReturnType<typeof import('./time.ts').timeGlobals>;
}

/** The function that code gets as `require`: Node's own modules, but for time, network and process, which are the sandbox's. */
export function sandboxRequire({ file, request, process, time }: SandboxRequireProps): (id: string) => unknown {
  const others = createRequire(file);
  const { setTimeout, clearTimeout, setInterval, clearInterval } = time;
  const delay = (ms: number, value?: unknown) => new Promise((resolve) => setTimeout(() => resolve(value), ms));
  const replaced: Readonly<Record<string, (original: object) => object>> = {
    http: (original) => ({ ...original, request, get: closed(request) }),
    https: (original) => ({ ...original, request, get: closed(request) }),
    process: () => process,
    timers: (original) => ({ ...original, setTimeout, clearTimeout, setInterval, clearInterval }),
    'timers/promises': (original) => ({ ...original, setTimeout: delay }),
  };
  const modules = new Map<string, unknown>();
  return (id) => {
    const name = id.replace(/^node:/, '');
    const replace = Object.hasOwn(replaced, name) ? replaced[name] : undefined;
    if (replace === undefined) return globalThis.process.getBuiltinModule(name) ?? others(id);
    if (!modules.has(name)) modules.set(name, replace(globalThis.process.getBuiltinModule(name) as object));
    return modules.get(name);
  };
}

/** `http.get`: a request that has ended already. */
function closed(request: RequestFunction): RequestFunction {
  return (options, onResponse) => {
    const sent = request(options, onResponse);
    sent.end();
    return sent;
  };
}

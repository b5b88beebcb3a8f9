/** What a function's code finds in the place of the globals of Node.js. */
export const GLOBALS = [
  'module',
  'exports',
  'require',
  '__filename',
  '__dirname',
  '__url',
  'process',
  'console',
  'Date',
  'AbortSignal',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'fetch',
  'globalThis',
  'global',
] as const;

export type SandboxGlobals = Readonly<Record<(typeof GLOBALS)[number], unknown>> & {
  readonly module: { exports: unknown };
};

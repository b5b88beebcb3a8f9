import manifest from '../package.json' with { type: 'json' };

/** What `/version`, `version` on the command line and the first line of the log say. */
export type Version = Readonly<Record<'version' | 'commit' | 'builtAt' | 'node', string>>;

/** Filled in by the bundler; `builtAt` is ISO 8601. */
declare const BUILD: Pick<Version, 'commit' | 'builtAt'> | undefined;

export const VERSION: Version = {
  version: manifest.version,
  ...(typeof BUILD === 'undefined' ? { commit: 'unknown', builtAt: 'never: it runs from source' } : BUILD),
  node: process.versions.node,
};

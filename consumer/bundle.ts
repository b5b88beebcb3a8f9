import { build } from 'esbuild';

/** ES modules have no `require`, and some of the SDK's dependencies ask for Node's own modules with it. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

export interface BundleProps {
  /** The file to write, `….mjs`; its source map goes beside it. */
  readonly outfile: string;
  /** What it is made of. @default 'unknown' */
  readonly commit?: string;
}

/** Makes the consumer one file that needs Node and nothing else. */
export async function bundleConsumer({ outfile, commit = 'unknown' }: BundleProps): Promise<void> {
  await build({
    entryPoints: [`${import.meta.dirname}/main.ts`],
    outfile,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    conditions: ['module'],
    sourcemap: true,
    sourcesContent: false,
    banner: { js: REQUIRE },
    define: { BUILD: JSON.stringify({ commit, builtAt: new Date().toISOString() }) },
    logLevel: 'warning',
  });
}

if (import.meta.main) {
  const [outfile, commit] = process.argv.slice(2);
  if (outfile === undefined) throw new Error('usage: node consumer/bundle.ts OUTFILE [COMMIT]');
  await bundleConsumer({ outfile, commit: commit || undefined });
}

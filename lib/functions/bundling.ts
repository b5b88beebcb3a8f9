import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

/**
 * The same for every function of an asset, so that they share it. The SDK goes in: a bundled and minified client starts
 * faster than the runtime's own copy, and its version is the one that was tested.
 *
 * @param aliases the paths of files that stand in for modules, by the module's name
 */
export function bundling(aliases?: Readonly<Record<string, string>>): BundlingOptions {
  if (aliases === undefined) return BUNDLING;
  const args = Object.entries(aliases).map(([name, path]) => [`--alias:${name}`, path] as const);
  return { ...BUNDLING, esbuildArgs: Object.fromEntries(args) };
}

const BUNDLING: BundlingOptions = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  sourceMap: true,
  // The map ships, but the functions do not load it: --enable-source-maps would add some 15 ms to each cold start. Who
  // debugs on AWS sets it in NODE_OPTIONS; stack traces need names and lines only, so the sources stay out.
  sourcesContent: false,
  externalModules: [],
  bundleAwsSDK: true,
  forceDockerBundling: false,
  logLevel: LogLevel.WARNING,
};

import { fileURLToPath } from 'node:url';
import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

/**
 * As the steps are bundled, so that the groups' functions come out as one asset, with one part of the SDK replaced: clients
 * here are given their credentials, and never look for some.
 */
export const BUNDLING: BundlingOptions = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  sourceMap: true,
  // The map ships, but is not loaded: whoever debugs on AWS sets --enable-source-maps in NODE_OPTIONS.
  sourcesContent: false,
  externalModules: [],
  bundleAwsSDK: true,
  forceDockerBundling: false,
  logLevel: LogLevel.WARNING,
  esbuildArgs: {
    '--alias:@aws-sdk/credential-provider-node': fileURLToPath(
      new URL('../../../consumer/lambda/no-default-chain.ts', import.meta.url),
    ),
  },
};

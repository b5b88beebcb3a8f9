import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const PROJECT = new URL('../', import.meta.url);

/**
 * Synthesizes the application in this process, as `cdk synth` would: with the context of cdk.json.
 *
 * @param outdir where the cloud assembly goes
 * @param context settings on top of cdk.json's
 * @throws Error what the application throws, a setting that cannot be for one
 */
export async function synthesize(outdir: string, context: Readonly<Record<string, unknown>> = {}): Promise<string> {
  // Loaded here and not above: aws-cdk-lib takes longer to load than everything else, and a wrong argument need not wait.
  const { createApp } = await import('../bin/app.ts');
  const cdkJson = JSON.parse(await readFile(fileURLToPath(new URL('cdk.json', PROJECT)), 'utf8')) as {
    context?: object;
  };
  return createApp({ outdir, context: { ...cdkJson.context, ...context }, analyticsReporting: false }).synth()
    .directory;
}

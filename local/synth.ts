/**
 * Synthesizes the application in this process, as `cdk synth` would: the app itself reads cdk.json.
 *
 * @param outdir where the cloud assembly goes
 * @param context settings on top of cdk.json's
 * @throws Error what the application throws, a setting that cannot be for one
 */
export async function synthesize(outdir: string, context: Readonly<Record<string, unknown>> = {}): Promise<string> {
  // Loaded here and not above: aws-cdk-lib takes longer to load than everything else, and a wrong argument need not wait.
  const { createApp } = await import('../bin/app.ts');
  return createApp({ outdir, context, analyticsReporting: false }).synth().directory;
}

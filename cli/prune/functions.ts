import { type LambdaClient, ListVersionsByFunctionCommand, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import type { Candidate } from './row.ts';

/** The published versions of a function, newest first; none where the function was deleted. */
export async function listFunctionVersions(lambda: LambdaClient, functionArn: string): Promise<Candidate[]> {
  const versions: Candidate[] = [];
  let marker: string | undefined;
  try {
    do {
      const page = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: functionArn, Marker: marker }));
      for (const { Version = '', FunctionName, LastModified } of page.Versions ?? []) {
        if (!/^\d+$/.test(Version)) continue;
        versions.push({
          resource: FunctionName ?? functionArn,
          arn: `${functionArn}:${Version}`,
          version: Version,
          published: LastModified === undefined ? null : new Date(LastModified).toISOString(),
        });
      }
      marker = page.NextMarker;
    } while (marker);
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    return [];
  }
  return versions.sort((one, other) => Number(other.version) - Number(one.version));
}

import { randomUUID } from 'node:crypto';

/** What AWS adds to the result of every integrated service. */
export function sdkMetadata(headers: Readonly<Record<string, string>> = {}) {
  const requestId = randomUUID();
  const sent = { ...headers, 'x-amzn-RequestId': requestId };
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, [value]])),
      HttpHeaders: sent,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}

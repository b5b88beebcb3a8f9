import { buildApp } from 'fauxqs';
import { REGION } from '../cloudformation/place.ts';
import { AwsError, type Parameters } from '../http/aws-json.ts';
import type { QueryParameters } from '../http/aws-query.ts';
import { xmlText } from './xml-text.ts';

/** @throws AwsError as SQS would answer */
export type SqsCall = (operation: string, parameters: Parameters) => Promise<Record<string, unknown>>;
/** Answers XML. @throws AwsError as SNS would answer */
export type SnsCall = (parameters: QueryParameters) => Promise<string>;

/**
 * fauxqs, without its server, which would listen on all interfaces. What it does otherwise than SNS and SQS is put right in
 * mends/ or refused by name; the version is pinned exactly, and test/local/sns-sqs covers what is relied upon.
 */
export interface Fauxqs {
  readonly sqs: SqsCall;
  readonly sns: SnsCall;
  /** Ends what waits in a long poll. */
  close(): Promise<void>;
}

export function openFauxqs(): Fauxqs {
  const app = buildApp({ logger: false, defaultRegion: REGION });
  const post = (headers: Record<string, string>, payload: string) =>
    app.inject({ method: 'POST', url: '/', headers, payload });
  return {
    async sqs(operation, parameters) {
      const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${operation}` };
      const { statusCode, body } = await post(headers, JSON.stringify(parameters));
      const answer = JSON.parse(body) as Record<string, unknown>;
      if (statusCode === 200) return answer;
      // Its own errors have a type; without one it stumbled over what it did not expect.
      if (typeof answer.__type !== 'string') throw new Error(`fauxqs failed on ${operation}: ${body}`);
      throw new AwsError(answer.__type.split('#').at(-1) ?? '', String(answer.message), statusCode);
    },
    async sns(parameters) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const { statusCode, body } = await post(headers, new URLSearchParams(parameters).toString());
      if (statusCode === 200) return body;
      const code = xmlText(body, 'Code');
      if (code === undefined) throw new Error(`fauxqs failed on ${parameters.Action}: ${body}`);
      throw new AwsError(code, xmlText(body, 'Message') ?? code, statusCode);
    },
    close: () => app.close(),
  };
}

import type { Refusal } from './refusal.ts';

export const PATTERN = /\.(sync(?::\d+)?|waitForTaskToken)$/;

/** Tasks that wait for a job's end, or for somebody to answer. */
export const refuseIntegrationPatterns: Refusal = ({ Resource }) => {
  const pattern = PATTERN.exec(String(Resource))?.[1];
  return pattern === undefined
    ? []
    : [`the integration pattern .${pattern} of ${Resource}: only request-response is there`];
};

import { describe } from '../../contract/describe.ts';

const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

/** What is wrong with AWS_REGION, if anything is. Nothing stands in for it: the SDK's own last resort is us-east-1. */
export function regionProblem({ AWS_REGION: region }: NodeJS.ProcessEnv): string | undefined {
  if (region !== undefined && REGION.test(region)) return undefined;
  return `AWS_REGION is ${describe(region)}, but has to be the region of the queue, such as eu-west-1: set it (EKS does, for a pod whose service account has a role)`;
}

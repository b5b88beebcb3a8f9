import { ACCOUNT, arnOf, PARTITION, REGION, URL_SUFFIX } from './place.ts';
import { NO_VALUE } from './scope.ts';
import { uuidOf } from './types/resource-type.ts';

type PseudoParameter = (stack: string) => unknown;

/** What `Ref: AWS::…` gives. AWS::NotificationARNs is missing: nobody deploys here. */
const PSEUDO_PARAMETERS: Readonly<Record<string, PseudoParameter>> = {
  'AWS::AccountId': () => ACCOUNT,
  'AWS::NoValue': () => NO_VALUE,
  'AWS::Partition': () => PARTITION,
  'AWS::Region': () => REGION,
  'AWS::StackId': (stack) => arnOf('cloudformation', `stack/${stack}/${uuidOf({ stack, logicalId: '' })}`),
  'AWS::StackName': (stack) => stack,
  'AWS::URLSuffix': () => URL_SUFFIX,
};

/** The pseudo parameter of that name, or undefined when there is none. */
export function pseudoParameter(name: string): PseudoParameter | undefined {
  return Object.hasOwn(PSEUDO_PARAMETERS, name) ? PSEUDO_PARAMETERS[name] : undefined;
}

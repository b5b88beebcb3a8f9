import { DYNAMODB } from './dynamodb.ts';
import { EC2 } from './ec2.ts';
import { EKS } from './eks.ts';
import { EVENTS } from './events.ts';
import { INERT } from './inert.ts';
import { LAMBDA } from './lambda.ts';
import { MESSAGING } from './messaging.ts';
import type { ResourceType } from './resource-type.ts';
import { SSM } from './ssm.ts';
import { STEP_FUNCTIONS } from './stepfunctions.ts';

/** Every resource type that the embedded cloud knows. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map(
  Object.entries({
    ...DYNAMODB,
    ...EVENTS,
    ...LAMBDA,
    ...STEP_FUNCTIONS,
    ...MESSAGING,
    ...SSM,
    ...EC2,
    ...EKS,
    ...INERT,
  }),
);

import type { HandlerName } from '../../../contract/consumer-groups.ts';
import { DEPLOYED } from '../../../contract/environment.ts';
import type { Rule } from '../../rules.ts';
import type { Saga } from '../../saga/saga.ts';
import { DNS_LABEL } from '../namespace/dns-label.ts';

/** Where the consumer takes the role of its pod, and nothing else, as its credentials. */
export type AppEnv = (typeof DEPLOYED)[number];

/** What is checked before pods are made of it. */
export interface DeploymentPlan {
  readonly groupName: string;
  readonly appEnv: AppEnv;
  readonly handler: HandlerName;
  readonly saga: Saga | undefined;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly startRatePerSecond: number;
  readonly startBurst: number;
  readonly messagesPerReplica: number;
}

/** Of a group's name, so that the names made of it stay below Kubernetes' 63. */
const MAX_GROUP_NAME = 40;

const NUMBERS = [
  ['minReplicas', 0, 1_000],
  ['maxReplicas', 1, 1_000],
  ['startRatePerSecond', 1, 100_000],
  ['startBurst', 1, 100_000],
  ['messagesPerReplica', 1, 1_000_000],
] as const;

export const DEPLOYMENT_RULES: readonly Rule<DeploymentPlan>[] = [
  {
    broken: ({ groupName }) => !DNS_LABEL.test(groupName) || groupName.length > MAX_GROUP_NAME,
    message: ({ groupName }) =>
      `groupName is ${JSON.stringify(groupName)}, but has to be 1 to ${MAX_GROUP_NAME} of a-z 0-9 - with no - at either end, since Kubernetes' names are made of it: rename the group`,
  },
  {
    broken: ({ appEnv }) => !DEPLOYED.includes(appEnv),
    message: ({ appEnv }) =>
      `appEnv is ${JSON.stringify(appEnv)}, but has to be one of ${DEPLOYED.join(', ')}: anywhere else the consumer asks for access keys, which a pod does not have`,
  },
  {
    broken: ({ handler, saga }) => handler === 'start-saga' && saga === undefined,
    message: ({ groupName }) => `the consumers of ${groupName} start sagas, but there is no saga to start: give saga`,
  },
  {
    broken: ({ handler, saga }) => handler !== 'start-saga' && saga !== undefined,
    message: ({ handler }) =>
      `the handler is ${handler}, which starts no saga, but saga is given: leave it out, or set handler to start-saga`,
  },
  ...NUMBERS.map(
    ([name, min, max]): Rule<DeploymentPlan> => ({
      broken: (plan) => !Number.isInteger(plan[name]) || plan[name] < min || plan[name] > max,
      message: (plan) => `${name} is ${plan[name]}, but has to be a whole number from ${min} to ${max}: change it`,
    }),
  ),
  {
    broken: ({ minReplicas, maxReplicas }) => minReplicas > maxReplicas,
    message: ({ minReplicas, maxReplicas }) =>
      `minReplicas is ${minReplicas} and maxReplicas is ${maxReplicas}, but the least has to be at most the most: raise maxReplicas, or lower minReplicas`,
  },
];

import { type Clock, sleep } from '../clock/clock.ts';
import { AwsError } from '../http/aws-error.ts';
import { deadLetter, type ExhaustedLimit, type Undelivered } from './dead-letter.ts';
import type { BusEvent } from './event.ts';
import { isRetriable, retryWaitMs } from './retry-policy.ts';
import type { Rule, RuleTarget } from './rule.ts';
import type { Senders } from './senders.ts';

/** What is to happen to one attempt to deliver an event. */
export type DeliveryFault =
  /** It gets lost, and nobody learns of it: EventBridge has events of services at best effort. */
  | { readonly lose: true }
  /** It arrives so many times: at least once is what EventBridge promises. */
  | { readonly times: number }
  /** It arrives so much later. */
  | { readonly delayMs: number };

/** An event on its way to a target. */
export interface Delivery {
  readonly rule: Pick<Rule, 'name' | 'arn' | 'logicalId'>;
  readonly targetArn: string;
  readonly event: BusEvent;
  /** How many attempts came before this one. */
  readonly retries: number;
}

export interface DeliveryProps {
  readonly clock: Clock;
  readonly senders: Senders;
  /** May also delay a delivery by a promise, or fail it by throwing an AwsError. @default - every event arrives, once */
  readonly beforeDelivery?: (delivery: Delivery) => DeliveryFault | undefined | Promise<DeliveryFault | undefined>;
}

/** Brings an event to a target, or to the target's dead-letter queue. What neither of them takes is dropped, as on AWS. */
export async function deliver(
  { clock, senders, beforeDelivery }: DeliveryProps,
  rule: Rule,
  target: RuleTarget,
  event: BusEvent,
): Promise<void> {
  const began = clock.now();
  const { maximumRetryAttempts, maximumEventAgeMs } = target.retryPolicy;
  for (let retries = 0; ; retries += 1) {
    try {
      const fault = await beforeDelivery?.({ rule, targetArn: target.arn, event, retries });
      if (fault !== undefined && 'lose' in fault) return;
      if (fault !== undefined && 'delayMs' in fault) await sleep(clock, fault.delayMs);
      const times = fault !== undefined && 'times' in fault ? fault.times : 1;
      for (let time = 0; time < times; time += 1) await senders.send(target, target.input(event, rule));
      return;
    } catch (error) {
      const bury = (exhausted?: ExhaustedLimit) =>
        buryOrDrop(senders, { rule, target, event, error, retries, ...(exhausted && { exhausted }) });
      if (!isRetriable(error)) return await bury();
      if (retries >= maximumRetryAttempts) return await bury('MaximumRetryAttempts');
      const wait = retryWaitMs(retries + 1, clock.random());
      if (clock.now() + wait - began > maximumEventAgeMs) return await bury('MaximumEventAgeInSeconds');
      await sleep(clock, wait);
    }
  }
}

async function buryOrDrop(senders: Senders, undelivered: Undelivered): Promise<void> {
  try {
    await senders.bury(undelivered.target, deadLetter(undelivered));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}

import { describe } from '../../contract/describe.ts';
import type { Clock } from '../clock/clock.ts';
import type { Assembly } from '../cloudformation/assembly.ts';
import { type DeliveryProps, deliver } from './delivery.ts';
import { type BusEvent, newEvent } from './event.ts';
import { type Rule, readRules } from './rule.ts';

export interface EventsProps extends DeliveryProps {
  /** Its AWS::Events::Rules are served. */
  readonly assembly: Assembly;
}

/** EventBridge, as far as rules on the default bus go: by pattern and by schedule. */
export interface Events {
  readonly rules: readonly Rule[];
  /** Brings an event to the targets of all rules that match it. Resolves when it is there, or given up. */
  put(event: BusEvent): Promise<void>;
  /**
   * Runs a rule that has a schedule now, besides its times.
   *
   * @param name the rule's name or ARN, or what its logical id begins with
   * @throws Error where not exactly one rule with a schedule has it
   */
  runSchedule(name: string): Promise<void>;
  /** No schedule runs any more. */
  close(): void;
}

/** @throws TemplateError for a rule that is not served here as EventBridge serves it */
export function createEvents({ assembly, ...delivery }: EventsProps): Events {
  const { clock } = delivery;
  const rules = readRules(assembly);
  const toTargets = async (rule: Rule, event: BusEvent) => {
    await Promise.all(rule.targets.map((target) => deliver(delivery, rule, target, event)));
  };
  const run = (rule: Rule) => toTargets(rule, scheduledEvent(rule, clock.now()));
  const stops = rules.map((rule) => every(clock, rule.periodMs, () => void run(rule)));
  return {
    rules,
    async put(event) {
      await Promise.all(rules.filter(({ matches }) => matches?.(event)).map((rule) => toTargets(rule, event)));
    },
    runSchedule: async (name) => run(scheduleOf(rules, name)),
    close() {
      for (const stop of stops) stop();
    },
  };
}

/** In the background: time passes for other reasons, and a schedule that repeats for ever is nothing to wait for. */
function every(clock: Clock, periodMs: number | undefined, run: () => void): () => void {
  if (periodMs === undefined) return () => {};
  let cancel = () => {};
  const next = () => {
    cancel = clock.schedule(
      () => {
        next();
        run();
      },
      periodMs,
      { background: true },
    );
  };
  next();
  return () => cancel();
}

function scheduledEvent({ arn }: Rule, time: number): BusEvent {
  return newEvent({ 'detail-type': 'Scheduled Event', source: 'aws.events', resources: [arn], detail: {} }, time);
}

function scheduleOf(rules: readonly Rule[], name: string): Rule {
  const scheduled = rules.filter(({ periodMs }) => periodMs !== undefined);
  const found = scheduled.filter((rule) => rule.name === name || rule.arn === name || rule.logicalId.startsWith(name));
  const [rule] = found;
  if (rule !== undefined && found.length === 1) return rule;
  throw new Error(
    `${found.length} rules with a schedule are called ${describe(name)}, but exactly one has to: there are ` +
      `${scheduled.map(({ logicalId }) => logicalId).join(', ') || 'none'}`,
  );
}

import type { SnsCall } from '../fauxqs.ts';

export interface SubscriptionArns {
  readonly call: SnsCall;
  /** Makes a subscription known by the ARN that the template gives it. */
  rename(from: string, to: string): void;
}

/** fauxqs makes up the ARN of a subscription, another one in every run; in a template it follows from the resource. */
export function subscriptionArns(call: SnsCall): SubscriptionArns {
  const names = new Map<string, string>();
  const origins = new Map<string, string>();
  return {
    rename(from, to) {
      names.set(from, to);
      origins.set(to, from);
    },
    async call(parameters) {
      const origin = origins.get(parameters.SubscriptionArn ?? '');
      const answer = await call(origin === undefined ? parameters : { ...parameters, SubscriptionArn: origin });
      return [...names].reduce((text, [from, to]) => text.replaceAll(from, to), answer);
    },
  };
}

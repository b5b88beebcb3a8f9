import type { Resource } from '../cloudformation/assembly.ts';
import type { Parameters } from '../http/aws-json.ts';
import { type Settings, toAttributes, unknownSetting } from './settings.ts';

/** What is said of a subscription: the names are the same in a template and in the API. */
export const SUBSCRIPTION_SETTINGS: Settings = {
  honoured: ['Endpoint', 'FilterPolicy', 'FilterPolicyScope', 'Protocol', 'RawMessageDelivery', 'TopicArn'],
  withoutEffect: {
    DeliveryPolicy: 'it is about HTTP endpoints, which cannot subscribe here',
    RedrivePolicy:
      'a delivery to a queue on this machine does not fail, so that nothing ever comes to its dead-letter queue',
  },
};

/** Protocols whose endpoint would have to confirm that it wants the messages: what nobody confirms gets none, as on AWS. */
export const UNCONFIRMED_PROTOCOLS = ['email', 'email-json', 'sms'];

const TEMPLATE_ONLY = ['Endpoint', 'Protocol', 'TopicArn'];

/**
 * The Subscribe request for an AWS::SNS::Subscription.
 *
 * @throws TemplateError for a property that changes what is delivered and is not honoured here, such as a replay
 */
export function subscribeRequest(subscription: Resource): Parameters {
  const { properties } = subscription;
  const unknown = unknownSetting(SUBSCRIPTION_SETTINGS, Object.keys(properties));
  if (unknown !== undefined) {
    subscription.fail(
      `property ${unknown} is not honoured by the embedded SNS, which knows ${SUBSCRIPTION_SETTINGS.honoured.join(', ')}: ` +
        'do without it, or add it in local/sns-sqs',
    );
  }
  const { TopicArn, Protocol, Endpoint } = properties;
  return { TopicArn, Protocol, Endpoint, Attributes: toAttributes(properties, TEMPLATE_ONLY) };
}

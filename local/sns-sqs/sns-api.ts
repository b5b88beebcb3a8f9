import { AwsError } from '../http/aws-error.ts';
import { type QueryParameters, unknownAction } from '../http/aws-query.ts';
import { BodyFilters } from './body-filters.ts';
import type { SnsCall, SqsCall } from './fauxqs.ts';
import { snsDeduplicationScopes } from './mends/deduplication-scopes.ts';
import { snsMessageGroups } from './mends/message-groups.ts';
import { refuseBatch } from './publish-batch.ts';
import { messagePrefixes, plainPath, queryMap } from './query-parameters.ts';
import { type Settings, unknownSetting } from './settings.ts';
import { refuseSubscription } from './subscribe.ts';
import { SUBSCRIPTION_SETTINGS } from './subscriptions.ts';
import { TOPIC_SETTINGS } from './topics.ts';
import { xmlText } from './xml-text.ts';

const MESSAGE = ['Message', 'MessageAttributes', 'MessageDeduplicationId', 'MessageGroupId', 'Subject'];

/** The actions of SNS, each with the parameters that are honoured; a name stands for all below it. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  CreateTopic: ['Name', 'Attributes'],
  DeleteTopic: ['TopicArn'],
  GetSubscriptionAttributes: ['SubscriptionArn'],
  GetTopicAttributes: ['TopicArn'],
  ListSubscriptions: ['NextToken'],
  ListSubscriptionsByTopic: ['TopicArn', 'NextToken'],
  ListTopics: ['NextToken'],
  Publish: ['TopicArn', ...MESSAGE],
  PublishBatch: ['TopicArn', ...['Id', ...MESSAGE].map((name) => `PublishBatchRequestEntries.${name}`)],
  Subscribe: ['TopicArn', 'Protocol', 'Endpoint', 'Attributes', 'ReturnSubscriptionArn'],
  Unsubscribe: ['SubscriptionArn'],
};

/** Part of every request, and parameters without effect: tags bill and allow nothing here. */
const ALWAYS = ['Action', 'Version', 'Tags'];

/** Whose attributes an action sets. */
const ATTRIBUTES: Readonly<Record<string, Settings>> = {
  CreateTopic: TOPIC_SETTINGS,
  Subscribe: SUBSCRIPTION_SETTINGS,
};

/** SNS as fauxqs has it, put right. @param sqs where the endpoints of subscriptions are */
export function snsApi(call: SnsCall, sqs: SqsCall): SnsCall {
  const filters = new BodyFilters();
  const mended = snsMessageGroups(snsDeduplicationScopes(call));
  return async (parameters) => {
    const { Action, TopicArn = '', SubscriptionArn = '' } = parameters;
    if (Action === 'PublishBatch') refuseBatch(parameters);
    for (const prefix of messagePrefixes(parameters)) {
      filters.refuseLists(TopicArn, parameters[`${prefix}Message`] ?? '');
    }
    if (Action !== 'Subscribe') {
      const answer = await mended(parameters);
      if (Action === 'Unsubscribe') filters.remove(SubscriptionArn);
      return answer;
    }
    const policy = await refuseSubscription(parameters, sqs);
    const answer = await mended(parameters);
    filters.add(xmlText(answer, 'SubscriptionArn') ?? '', TopicArn, policy);
    return answer;
  };
}

/** @throws AwsError for an action, a parameter or an attribute that is not honoured */
export function refuseUnhonouredAction(parameters: QueryParameters): void {
  const { Action = '' } = parameters;
  const honoured = Object.hasOwn(ACTIONS, Action) ? ACTIONS[Action] : undefined;
  if (honoured === undefined) throw unknownAction('SNS', parameters.Action, Object.keys(ACTIONS));
  const allowed = [...honoured, ...ALWAYS];
  const isHonoured = (path: string) => allowed.some((name) => path === name || path.startsWith(`${name}.`));
  const unknown = Object.keys(parameters)
    .map(plainPath)
    .find((path) => !isHonoured(path));
  if (unknown !== undefined) {
    throw new AwsError('InvalidParameter', `the embedded SNS does not honour ${unknown} of ${Action}: leave it out`);
  }
  const settings = ATTRIBUTES[Action];
  const attribute = settings && unknownSetting(settings, Object.keys(queryMap(parameters, 'Attributes')));
  if (settings === undefined || attribute === undefined) return;
  throw new AwsError(
    'InvalidParameter',
    `the embedded SNS does not honour the attribute ${attribute} of ${Action}: it knows ${settings.honoured.join(', ')}`,
  );
}

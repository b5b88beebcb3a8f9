import '../support/with-validation.ts';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { createApp } from '../../bin/app.ts';
import type { MessagingStack } from '../../lib/messaging-stack.ts';
import { OUTDIR } from './support/outdir.ts';

function newApp(context: Record<string, unknown> = {}): App {
  return createApp({ outdir: OUTDIR, context: { 'aws:cdk:bundling-stacks': [], consumer: 'lambda', ...context } });
}

const stackOf = (app: App) => app.node.findChild('Messaging') as MessagingStack;
const templateOf = (context: Record<string, unknown> = {}) => Template.fromStack(stackOf(newApp(context)));
const resourcesOf = (template: Template): Record<string, unknown> => template.toJSON().Resources;

let dev: Template;
beforeAll(() => {
  dev = templateOf();
});

describe('the messaging stack', () => {
  test('stands before the saga and its consumers, in the order of the flow', () => {
    const stacks = newApp().node.children.filter((child) => 'stackName' in child) as Stack[];
    expect(stacks.map(({ stackName }) => stackName)).toEqual([
      'fanout-saga-dev-messaging',
      'fanout-saga-dev-saga',
      'fanout-saga-dev-consumer',
    ]);
  });

  test('has one topic and a consumer group for sagas and for the audit', () => {
    dev.resourceCountIs('AWS::SNS::Topic', 1);
    dev.resourceCountIs('AWS::SNS::Subscription', 2);
    expect([...stackOf(newApp()).groups.keys()]).toEqual(['saga', 'audit']);
  });

  test('publishes the ARN of its topic as a parameter of its stage and as an output', () => {
    const value = { Ref: Match.stringLikeRegexp('^Topic') };
    dev.hasResourceProperties('AWS::SSM::Parameter', { Name: '/fanout-saga/dev/messaging/topic-arn', Value: value });
    dev.hasOutput('TopicArn', { Value: value });
  });

  test.each(['saga', 'audit'])('publishes the URL of the queue of %s as a parameter of its stage', (group) => {
    for (const stage of ['dev', 'production']) {
      templateOf({ stage }).hasResourceProperties('AWS::SSM::Parameter', {
        Name: `/fanout-saga/${stage}/messaging/${group}/queue-url`,
        Value: { Ref: Match.stringLikeRegexp(`^${group}Queue`) },
      });
    }
  });

  test('leaves the names of resources to CloudFormation, but for those that people look for', () => {
    const named = Object.values(resourcesOf(dev) as Record<string, { Type: string; Properties?: object }>)
      .filter(({ Type }) => !['AWS::SSM::Parameter', 'AWS::CloudWatch::Alarm'].includes(Type))
      .flatMap(({ Properties = {} }) => Object.keys(Properties).filter((key) => /^[A-Za-z]*Name$/.test(key)));
    expect(named).toEqual([]);
  });

  test('stands once for each stage in an account: no two stages share a name', () => {
    const names = (stage: string) => {
      const json = JSON.stringify(resourcesOf(templateOf({ stage, fifo: true })));
      return [...json.matchAll(/"(?:AlarmName|TopicName|Name)":"([^"]*[/.][^"]*)"/g)].map(([, name]) => name);
    };
    // Six alarms, three parameters, and the topic, which needs a name to be FIFO.
    expect(new Set([...names('dev'), ...names('qa')]).size).toBe(2 * 10);
  });

  test('is what it was when this was last looked at', () => {
    expect(dev.toJSON()).toMatchSnapshot();
  });
});

describe('a group', () => {
  const shipped = { saga: {}, audit: {} };

  test('that is added touches no resource of another', () => {
    const before = resourcesOf(templateOf({ groups: shipped }));
    const after = resourcesOf(templateOf({ groups: { ...shipped, shipping: { maxReceiveCount: 5 } } }));
    expect(after).toMatchObject(before);
    for (const [id, resource] of Object.entries(before)) expect(after[id]).toEqual(resource);
    const added = Object.keys(after).filter((id) => !(id in before));
    expect(added.length).toBeGreaterThan(0);
    expect(added.filter((id) => !id.startsWith('shipping'))).toEqual([]);
  });

  test('that stands first, between or last is the same', () => {
    const first = resourcesOf(templateOf({ groups: { shipping: {}, ...shipped } }));
    const last = resourcesOf(templateOf({ groups: { ...shipped, shipping: {} } }));
    expect(first).toEqual(last);
  });

  test('takes its settings from its line', () => {
    const filterPolicy = { TransactionDetails: { TransactionId: [{ prefix: 'eu-' }] } };
    const template = templateOf({
      groups: {
        saga: { visibilityTimeoutSeconds: 30, maxReceiveCount: 3 },
        audit: { filterPolicy, maxMessageAgeSeconds: 60 },
      },
    });
    template.hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: 30,
      RedrivePolicy: Match.objectLike({ maxReceiveCount: 3 }),
    });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Endpoint: { 'Fn::GetAtt': [Match.stringLikeRegexp('^auditQueue'), 'Arn'] },
      FilterPolicy: filterPolicy,
      FilterPolicyScope: 'MessageBody',
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'fanout-saga-dev-messaging/audit/OldestMessage',
      Threshold: 60,
    });
  });
});

describe('the app', () => {
  test.each([{}, { fifo: 'true' }, { groups: '{"saga":{},"shipping":{},"audit":{}}' }])(
    'passes cdk-nag and the rules of CloudFormation with %j',
    (context) => expect(() => newApp(context).synth()).not.toThrow(),
  );
});

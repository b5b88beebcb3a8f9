import { readFileSync } from 'node:fs';
import { App, type Stack } from 'aws-cdk-lib';
import { SAGA_GROUP } from '../../contract/consumer-groups.ts';
import { ConsumerStack } from '../../lib/consumer-stack.ts';
import { MessagingStack } from '../../lib/messaging-stack.ts';
import { SagaStack } from '../../lib/saga-stack.ts';
import { readSettings } from '../../lib/settings.ts';
import { FieldStack } from './field-stack.ts';
import type { Way } from './ways.ts';

/** One of each, as a company has them; EKS access is what the two modules differ in. */
const ADMIN = 'arn:aws:iam::111122223333:role/Operators';
const VIEWER = 'arn:aws:iam::111122223333:role/Developers';

const AUDIT_GROUP = 'audit';

/**
 * Makes the application with the consumers' stack made in one of the two ways, under the same feature flags.
 *
 * Without the checks of cdk-nag, which would find faults with one of them. Without bundling: the functions of the saga are
 * the same in both.
 */
export function appOf(way: Way, outdir: string): { readonly app: App; readonly stack: Stack } {
  const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));
  const app = new App({ outdir, analyticsReporting: false, context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  const settings = { ...readSettings(context), clusterAdmins: [ADMIN], clusterViewers: [VIEWER] };

  const { groups } = new MessagingStack(app, 'Messaging', { settings });
  const { saga } = new SagaStack(app, 'Saga', { settings });
  if (way === 'ours') return { app, stack: new ConsumerStack(app, 'Consumer', { settings, groups, saga }) };

  const [sagaGroup, auditGroup] = [groups.get(SAGA_GROUP), groups.get(AUDIT_GROUP)];
  if (sagaGroup === undefined || auditGroup === undefined) {
    throw new Error(`cdk.json has to have the groups ${SAGA_GROUP} and ${AUDIT_GROUP}: both ways consume them`);
  }
  const props = { sagaGroup, auditGroup, saga, admin: ADMIN, viewer: VIEWER };
  return { app, stack: new FieldStack(app, 'Consumer', props) };
}

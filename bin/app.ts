import { readFileSync } from 'node:fs';
import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ConfigurationError } from '../lib/configuration-error.ts';
import { ConsumerFunctionStack } from '../lib/consumer-function-stack.ts';
import { ConsumerStack } from '../lib/consumer-stack.ts';
import { MessagingStack } from '../lib/messaging-stack.ts';
import { SagaStack } from '../lib/saga-stack.ts';
import { readSettings } from '../lib/settings.ts';

/**
 * Makes the application: settings are read once, and the stacks stand in the order in which a transaction flows.
 *
 * cdk.json holds here too when the CDK's command line, which reads it by itself, is not what runs the app: the same feature
 * flags, hence the same templates, in a test and on the embedded cloud.
 *
 * @param props context here goes before that of cdk.json, and the command line's before both
 * @throws ConfigurationError for a setting that is unknown or wrong, and for a saga that cannot work
 */
export function createApp(props: AppProps = {}): App {
  const app = new App({ ...props, context: { ...contextOfCdkJson(), ...props.context } });
  const settings = readSettings(app.node.getAllContext());

  const named = (name: string) => ({ stackName: `fanout-saga-${settings.stage}-${name}`, settings });
  const { groups } = new MessagingStack(app, 'Messaging', named('messaging'));
  const { saga } = new SagaStack(app, 'Saga', named('saga'));
  // One name for either: the other takes its place in one deployment.
  const Consumers = settings.consumer === 'lambda' ? ConsumerFunctionStack : ConsumerStack;
  new Consumers(app, 'Consumer', { ...named('consumer'), groups, saga });

  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

function contextOfCdkJson(): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL('../cdk.json', import.meta.url), 'utf8')).context;
}

if (import.meta.main) {
  try {
    createApp().synth();
  } catch (error) {
    if (!isOfTheSettings(error)) throw error;
    // A stack trace would bury the sentence that says what to do.
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** Ours, and what constructs find when everything is made. */
function isOfTheSettings(error: unknown): error is Error {
  return error instanceof ConfigurationError || (error instanceof Error && error.name === 'ValidationFailedWithErrors');
}

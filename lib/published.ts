import { CfnOutput, type Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { type Parameter, parameterName } from '../contract/parameters.ts';

export interface PublishedValue {
  readonly parameter: Parameter;
  /** What it is for. */
  readonly description: string;
  readonly value: string;
}

/** An output for whoever deploys, and a parameter for whoever looks it up later: `<name>` and `<name>Parameter`, each. */
export function publishValues(stack: Stack, stage: string, values: Readonly<Record<string, PublishedValue>>): void {
  for (const [name, { parameter, description, value }] of Object.entries(values)) {
    new CfnOutput(stack, name, { description, value });
    new StringParameter(stack, `${name}Parameter`, {
      parameterName: parameterName(stage, parameter),
      description,
      stringValue: value,
    });
  }
}

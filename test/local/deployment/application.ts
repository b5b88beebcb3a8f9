import { afterEach } from '@jest/globals';
import { EmbeddedCloud, type EmbeddedCloudOptions } from '../../../local/cloud.ts';
import { writeAssembly, writeFiles } from '../cloudformation/write-assembly.ts';

const booted: EmbeddedCloud[] = [];

afterEach(async () => {
  await Promise.all(booted.splice(0).map((cloud) => cloud.close()));
});

export const MACHINE_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:Machine';

export const RETAINED = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };

export async function boot(assembly: string, options: Partial<EmbeddedCloudOptions> = {}): Promise<EmbeddedCloud> {
  const cloud = await EmbeddedCloud.boot({ assembly, timeScale: 0.01, ...options });
  booted.push(cloud);
  return cloud;
}

/** A cloud assembly of one stack. */
export function application(Resources: object, assets: Readonly<Record<string, string>> = {}): string {
  return writeAssembly({ stacks: { App: { Resources } }, assets });
}

export interface FunctionProps {
  /** Logical ids of its versions. */
  readonly versions?: readonly string[];
  /** Of the versions. @default Retain */
  readonly policies?: object;
  /** @default - the function is as its code says */
  readonly properties?: object;
}

/** An application of one function, `Fn`, made of this code. */
export function functionOf(
  code: string,
  { versions = [], policies = RETAINED, properties }: FunctionProps = {},
): string {
  const key = `${Buffer.from(code).toString('hex')}.zip`;
  const Version = { Type: 'AWS::Lambda::Version', ...policies, Properties: { FunctionName: { Ref: 'Fn' } } };
  return application(
    {
      Fn: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          FunctionName: 'Fn',
          Code: { S3Bucket: 'assets', S3Key: key },
          Handler: 'index.run',
          Runtime: 'nodejs24.x',
          ...properties,
        },
      },
      ...Object.fromEntries(versions.map((id) => [id, Version])),
    },
    { [key]: writeFiles({ 'index.mjs': `export const run = ${code};` }) },
  );
}

/** An application of one state machine with a version and the alias `live`, whose only state returns this. */
export function machineReturning(result: string, policies: object = RETAINED): string {
  const States = { Return: { Type: 'Pass', Result: result, End: true } };
  return application({
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'Machine',
        RoleArn: 'arn:aws:iam::000000000000:role/r',
        DefinitionString: JSON.stringify({ StartAt: 'Return', States }),
      },
    },
    Version: {
      Type: 'AWS::StepFunctions::StateMachineVersion',
      ...policies,
      Properties: {
        StateMachineArn: { Ref: 'Machine' },
        StateMachineRevisionId: { 'Fn::GetAtt': ['Machine', 'StateMachineRevisionId'] },
      },
    },
    Live: {
      Type: 'AWS::StepFunctions::StateMachineAlias',
      Properties: {
        Name: 'live',
        RoutingConfiguration: [{ StateMachineVersionArn: { 'Fn::GetAtt': ['Version', 'Arn'] }, Weight: 100 }],
      },
    },
  });
}

import { expect, test } from '@jest/globals';
import { readAssembly } from '../../../local/cloudformation/assembly.ts';
import { createLambda } from '../../../local/lambda/runtime.ts';
import { clusterAssembly, manifest, NAMESPACE } from './templates.ts';

const Arn = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });
const fn = (FunctionName: string, properties: object) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { FunctionName, Handler: 'index.handler', Code: { S3Key: 'code.zip' }, ...properties },
});
const KUBECTL = { Runtime: 'python3.13', Layers: ['arn:aws:lambda:us-east-1:000000000000:layer:kubectl:1'] };
const FRAMEWORK = { Runtime: 'nodejs24.x', Environment: { Variables: { USER_ON_EVENT_FUNCTION_ARN: Arn('Kubectl') } } };

function lambdaOf(provider: object) {
  const { Properties, ...custom } = manifest([NAMESPACE]);
  const Resources = {
    Kubectl: fn('kubectl', KUBECTL),
    Framework: fn('framework', FRAMEWORK),
    Step: fn('step', { Runtime: 'nodejs24.x' }),
    Manifest: { ...custom, Properties: { ...Properties, ...provider } },
  };
  const assembly = readAssembly(clusterAssembly(Resources, { assets: { 'code.zip': 'asset' } }));
  return createLambda({ assembly, endpoint: () => 'http://127.0.0.1' });
}

test('the functions that apply manifests are not run: neither the one that CloudFormation calls nor the one behind it', async () => {
  const lambda = lambdaOf({ ServiceToken: Arn('Framework') });
  expect(lambda.functions).toEqual(['step']);
  for (const name of ['kubectl', 'arn:aws:lambda:us-east-1:000000000000:function:framework']) {
    await expect(lambda.invoke(name, {}, { traceId: '' })).rejects.toThrow(
      'serves custom resources during a deployment',
    );
  }
  await expect(lambda.invoke('nobody', {}, { traceId: '' })).rejects.toThrow('Function not found');
});

test('a function in Python that no custom resource calls is refused', () => {
  expect(() => lambdaOf({ ServiceToken: 'arn:aws:lambda:us-east-1:000000000000:function:elsewhere' })).toThrow(
    'resource Kubectl (AWS::Lambda::Function): property Layers is not honoured',
  );
});

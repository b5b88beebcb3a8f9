import { describe, expect, test } from '@jest/globals';
import { readAssembly } from '../../../local/cloudformation/assembly.ts';
import { readEventSourceMappings } from '../../../local/lambda/event-source-mapping-config.ts';
import { writeAssembly } from '../cloudformation/write-assembly.ts';
import { assemblyOf, type EventSourceProps } from './event-source.ts';

const endpoint = 'http://127.0.0.1:4566';

function read(props: EventSourceProps = {}) {
  return readEventSourceMappings(readAssembly(assemblyOf('', props), { endpoint }))[0];
}

test('a mapping that says nothing has the defaults of AWS, and ten invocations at a time', () => {
  expect(read()).toMatchObject({
    batchSize: 10,
    batchingWindowMs: 0,
    maximumConcurrency: 10,
    reportsBatchItemFailures: false,
    isEnabled: true,
    visibilityTimeoutMs: 1_000,
  });
});

test('a mapping has what its properties say, as numbers or as text', () => {
  const mapping = {
    BatchSize: '5',
    Enabled: 'false',
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    MaximumBatchingWindowInSeconds: 2,
    ScalingConfig: { MaximumConcurrency: '3' },
    Tags: [],
  };
  expect(read({ mapping })).toMatchObject({
    batchSize: 5,
    batchingWindowMs: 2_000,
    maximumConcurrency: 3,
    reportsBatchItemFailures: true,
    isEnabled: false,
  });
});

test('its id and its ARN are the same in every run', () => {
  const [mapping] = readAssembly(assemblyOf(''), { endpoint }).resources('AWS::Lambda::EventSourceMapping');
  expect(mapping?.physicalId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(mapping?.attributes).toEqual({
    Id: mapping?.physicalId,
    EventSourceMappingArn: `arn:aws:lambda:us-east-1:000000000000:event-source-mapping:${mapping?.physicalId}`,
  });
});

describe('is refused by name:', () => {
  const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/T/stream/1';
  const refused: [string, EventSourceProps, string][] = [
    ['a filter', { mapping: { FilterCriteria: {} } }, 'property FilterCriteria is not honoured'],
    ['a destination', { mapping: { DestinationConfig: {} } }, 'property DestinationConfig is not honoured'],
    ['its own pollers', { mapping: { ProvisionedPollerConfig: {} } }, 'property ProvisionedPollerConfig is not'],
    ['a starting position', { mapping: { StartingPosition: 'LATEST' } }, 'property StartingPosition is not'],
    [
      'a stream',
      { mapping: { EventSourceArn: table } },
      `EventSourceArn is "${table}", but has to be the ARN of a queue`,
    ],
    [
      'an unknown function',
      { mapping: { FunctionName: 'Nobody' } },
      'FunctionName is "Nobody", but has to be a function',
    ],
    [
      'a queue with less patience than the function',
      { function: { Timeout: 2 } },
      'Queue visibility timeout: 1 seconds is less than Function timeout: 2 seconds',
    ],
    ['no batch', { mapping: { BatchSize: 0 } }, 'BatchSize is the number 0, but has to be a whole number from 1 to 10'],
    ['more than a receive without a window', { mapping: { BatchSize: 11 } }, 'from 1 to 10, as AWS allows here'],
    [
      'more than AWS takes with one',
      { mapping: { BatchSize: 10_001, MaximumBatchingWindowInSeconds: 1 } },
      'from 1 to 10000, as AWS allows here',
    ],
    ['a long window', { mapping: { MaximumBatchingWindowInSeconds: 301 } }, 'has to be a whole number from 0 to 300'],
    [
      'a window before a FIFO queue',
      { queue: { FifoQueue: true }, mapping: { MaximumBatchingWindowInSeconds: 1 } },
      'Batching window is not supported for FIFO queues',
    ],
    ['one at a time', { mapping: { ScalingConfig: { MaximumConcurrency: 1 } } }, 'from 2 to 1000, as AWS allows here'],
    ['half a ScalingConfig', { mapping: { ScalingConfig: {} } }, 'has to be { MaximumConcurrency }'],
    ['another response', { mapping: { FunctionResponseTypes: ['All'] } }, 'may have ReportBatchItemFailures alone'],
  ];

  test.each(refused)('%s', (_what, props, message) => {
    expect(() => read(props)).toThrow(message);
    expect(() => read(props)).toThrow('stack App, resource Mapping (AWS::Lambda::EventSourceMapping)');
  });

  test('the same queue for the same function, twice', () => {
    const mapping = {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, FunctionName: 'Fn' },
    };
    const Resources = {
      Queue: { Type: 'AWS::SQS::Queue' },
      Fn: {
        Type: 'AWS::Lambda::Function',
        Properties: { FunctionName: 'Fn', Code: { S3Key: 'code.zip' }, Handler: 'index.run', Runtime: 'nodejs24.x' },
      },
      First: mapping,
      Second: mapping,
    };
    const assets = { 'code.zip': import.meta.dirname };
    const assembly = readAssembly(writeAssembly({ stacks: { App: { Resources } }, assets }), { endpoint });
    expect(() => readEventSourceMappings(assembly)).toThrow(
      'resource Second (AWS::Lambda::EventSourceMapping): The event source arn and function provided mapping already exists',
    );
  });
});

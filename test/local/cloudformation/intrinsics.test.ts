import { describe, expect, test } from '@jest/globals';
import { resolved, TABLE } from './parameter-template.ts';

const Resources = { Table: TABLE };

describe('Ref', () => {
  test.each([
    ['AWS::Region', 'us-east-1'],
    ['AWS::AccountId', '000000000000'],
    ['AWS::Partition', 'aws'],
    ['AWS::URLSuffix', 'amazonaws.com'],
    ['AWS::StackName', 'Saga'],
  ])('gives the pseudo parameter %s', (name, value) => {
    expect(resolved({ Ref: name })).toBe(value);
  });

  test('gives a stack id that is the same in every run', () => {
    const id = resolved({ Ref: 'AWS::StackId' });
    expect(id).toMatch(
      /^arn:aws:cloudformation:us-east-1:000000000000:stack\/Saga\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
    expect(resolved({ Ref: 'AWS::StackId' })).toBe(id);
  });

  test('gives a resource its physical id', () => {
    expect(resolved({ Ref: 'Table' }, { Resources })).toBe('Orders');
  });

  test('leaves out a property or an element that has no value', () => {
    expect(resolved({ kept: 1, gone: { Ref: 'AWS::NoValue' }, list: [1, { Ref: 'AWS::NoValue' }] })).toEqual({
      kept: 1,
      list: [1],
    });
  });

  test('refuses a name that nothing has', () => {
    expect(() => resolved({ Ref: 'Nobody' })).toThrow(
      'stack Saga, resource P (AWS::SSM::Parameter): refers to "Nobody", which is no parameter and no resource of this stack',
    );
  });

  test('refuses what depends on itself', () => {
    const circle = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Name: { Ref: 'Circle' } } };
    expect(() => resolved({ Ref: 'Circle' }, { Resources: { Circle: circle } })).toThrow(
      'Ref Circle depends on itself',
    );
  });
});

describe('Fn::GetAtt', () => {
  const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/Orders';

  test.each([
    ['a list', ['Table', 'Arn']],
    ['a string', 'Table.Arn'],
  ])('takes %s', (_, argument) => {
    expect(resolved({ 'Fn::GetAtt': argument }, { Resources })).toBe(arn);
  });

  test('refuses an attribute that has no value, and says which have one', () => {
    expect(() => resolved({ 'Fn::GetAtt': ['Table', 'StreamArn'] }, { Resources })).toThrow(
      'stack Saga, resource Table (AWS::DynamoDB::Table): attribute StreamArn has no value in the embedded cloud, which knows of this type: Arn',
    );
  });
});

describe('text', () => {
  test.each([
    ['Fn::Join puts a delimiter between values', { 'Fn::Join': ['-', ['a', { Ref: 'Table' }, 1]] }, 'a-Orders-1'],
    [
      'Fn::Sub replaces names and attributes',
      { 'Fn::Sub': `\${Table} in \${Table.Arn}` },
      'Orders in arn:aws:dynamodb:us-east-1:000000000000:table/Orders',
    ],
    [
      'Fn::Sub takes variables of its own',
      { 'Fn::Sub': [`\${Mine}/\${AWS::Region}`, { Mine: { Ref: 'Table' } }] },
      'Orders/us-east-1',
    ],
    ['Fn::Sub leaves a literal alone', { 'Fn::Sub': `\${!Table}` }, `\${Table}`],
    ['Fn::Split and Fn::Select take text apart', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    ['Fn::Base64 encodes', { 'Fn::Base64': 'hello' }, 'aGVsbG8='],
    [
      'Fn::ToJsonString keeps the names in order',
      { 'Fn::ToJsonString': { b: { Ref: 'Table' }, a: 1 } },
      '{"b":"Orders","a":1}',
    ],
    ['Fn::GetAZs lists the zones', { 'Fn::Select': ['0', { 'Fn::GetAZs': '' }] }, 'us-east-1a'],
  ])('%s', (_, value, expected) => {
    expect(resolved(value, { Resources })).toBe(expected);
  });

  test('Fn::Select refuses an index that the list does not have', () => {
    expect(() => resolved({ 'Fn::Select': [3, ['a', 'b']] })).toThrow('Fn::Select asks for element 3 of a list of 2');
  });

  test('Fn::Join refuses what is no text', () => {
    expect(() => resolved({ 'Fn::Join': ['', [{ a: 1 }]] })).toThrow(
      'a value of Fn::Join is an object with a, but has to be a string',
    );
  });
});

describe('conditions', () => {
  const sections = {
    Parameters: { Stage: { Type: 'String', Default: 'dev' } },
    Conditions: {
      IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] },
      IsProd: { 'Fn::Not': [{ Condition: 'IsDev' }] },
      Both: { 'Fn::And': [{ Condition: 'IsDev' }, { Condition: 'IsProd' }] },
      Either: { 'Fn::Or': [{ Condition: 'IsDev' }, { Condition: 'IsProd' }] },
    },
  };

  test.each([
    ['IsDev', 'yes'],
    ['IsProd', 'no'],
    ['Both', 'no'],
    ['Either', 'yes'],
  ])('Fn::If follows %s', (condition, expected) => {
    expect(resolved({ 'Fn::If': [condition, 'yes', 'no'] }, sections)).toBe(expected);
  });

  test('Fn::If leaves the other branch unresolved', () => {
    expect(resolved({ 'Fn::If': ['IsDev', 'yes', { Ref: 'Nobody' }] }, sections)).toBe('yes');
  });

  test('a resource type that is not known may stand under one that does not hold', () => {
    const Box = (Condition: string) => ({ Box: { Type: 'AWS::S3::Bucket', Condition } });
    expect(resolved('fine', { ...sections, Resources: Box('IsProd') })).toBe('fine');
    expect(() => resolved('not', { ...sections, Resources: Box('IsDev') })).toThrow('resource Box (AWS::S3::Bucket)');
  });

  test('a resource whose condition does not hold is not there', () => {
    const Resources = { Table: { ...TABLE, Condition: 'IsProd' } };
    expect(() => resolved({ Ref: 'Table' }, { ...sections, Resources })).toThrow('refers to "Table"');
  });
});

describe('lookups', () => {
  test('Fn::FindInMap reads a mapping', () => {
    const Mappings = { Size: { 'us-east-1': { small: 3 } } };
    expect(resolved({ 'Fn::FindInMap': ['Size', { Ref: 'AWS::Region' }, 'small'] }, { Mappings })).toBe(3);
    expect(() => resolved({ 'Fn::FindInMap': ['Size', 'mars', 'small'] }, { Mappings })).toThrow(
      'mapping Size has nothing under mars, small',
    );
  });
});

describe('Fn::Cidr', () => {
  test.each([
    ['10.0.0.0/16', 3, 12, ['10.0.0.0/20', '10.0.16.0/20', '10.0.32.0/20']],
    ['100.64.0.0/16', '4', '14', ['100.64.0.0/18', '100.64.64.0/18', '100.64.128.0/18', '100.64.192.0/18']],
    ['10.255.255.0/24', 1, 8, ['10.255.255.0/24']],
    ['2001:db8:1234:1a00::/56', 2, 64, ['2001:db8:1234:1a00::/64', '2001:db8:1234:1a01::/64']],
  ])('divides %s', (block, count, cidrBits, blocks) => {
    expect(resolved({ 'Fn::Cidr': [block, count, cidrBits] })).toEqual(blocks);
  });

  test('makes blocks of 8 bits where nothing else is asked for', () => {
    expect(resolved({ 'Fn::Cidr': [{ 'Fn::Join': ['/', ['10.1.0.0', '16']] }, 2] })).toEqual([
      '10.1.0.0/24',
      '10.1.1.0/24',
    ]);
  });

  test.each([
    [['10.0.0.0', 2], 'the block of Fn::Cidr is "10.0.0.0", but has to be such as 10.0.0.0/16'],
    [['10.0.0.0/33', 2], 'the block of Fn::Cidr is "10.0.0.0/33"'],
    [['10.0.0.0/16', 0], 'the count of Fn::Cidr is the number 0, but has to be 1 to 256'],
    [['10.0.0.0/16', 2, 33], 'cidrBits of Fn::Cidr is the number 33, but has to be 1 to 32'],
    [['10.0.0.0/24', 3, 7], 'Fn::Cidr asks for 3 blocks of 7 bits, but 10.0.0.0/24 does not have as many'],
    [['10.0.0.0/24', 1, 9], 'Fn::Cidr asks for 1 blocks of 9 bits'],
  ])('refuses %j', (argument, message) => {
    expect(() => resolved({ 'Fn::Cidr': argument })).toThrow(message);
  });
});

test('an intrinsic function that is not known is refused by name', () => {
  expect(() => resolved({ 'Fn::Transform': { Name: 'Macro' } })).toThrow(
    'stack Saga, resource P (AWS::SSM::Parameter): Fn::Transform is an intrinsic function that the embedded cloud does not know',
  );
});

test('an intrinsic function with company is refused', () => {
  expect(() => resolved({ Ref: 'AWS::Region', more: 1 })).toThrow('Ref has to stand alone');
});

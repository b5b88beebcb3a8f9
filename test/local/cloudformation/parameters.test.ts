import { describe, expect, test } from '@jest/globals';
import { resolved, TABLE } from './parameter-template.ts';

const Resources = {
  Name: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/stage/table', Type: 'String', Value: { Ref: 'Table' } } },
  Table: TABLE,
};

describe('a template parameter', () => {
  test.each([
    ['String', 'dev', 'dev'],
    ['Number', 3, '3'],
    ['CommaDelimitedList', 'a, b', ['a', 'b']],
    ['List<Number>', '1,2', ['1', '2']],
    ['AWS::SSM::Parameter::Value<String>', '/stage/table', 'Orders'],
  ])('of type %s has its default', (Type, Default, expected) => {
    expect(resolved({ Ref: 'It' }, { Parameters: { It: { Type, Default } }, Resources })).toEqual(expected);
  });

  test('of an SSM type may decide a condition', () => {
    const Parameters = { It: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/stage/table' } };
    const Conditions = { IsOrders: { 'Fn::Equals': [{ Ref: 'It' }, 'Orders'] } };
    const Other = { ...TABLE, Condition: 'IsOrders' };
    expect(resolved({ Ref: 'Other' }, { Parameters, Conditions, Resources: { ...Resources, Other } })).toBe('Orders');
  });

  test('without a default is refused', () => {
    expect(() => resolved({ Ref: 'It' }, { Parameters: { It: { Type: 'String' } } })).toThrow(
      'parameter It has nothing as its default, and nobody sets it here: give it a default',
    );
  });

  test('of CDK, which names the version of the bootstrap stack, is looked up by nobody', () => {
    const BootstrapVersion = {
      Type: 'AWS::SSM::Parameter::Value<String>',
      Default: '/cdk-bootstrap/hnb659fds/version',
    };
    expect(resolved('fine', { Parameters: { BootstrapVersion } })).toBe('fine');
  });
});

describe('a dynamic reference', () => {
  test('gives the value of an SSM parameter, within text and when it was joined', () => {
    expect(resolved('table/{{resolve:ssm:/stage/table}}', { Resources })).toBe('table/Orders');
    expect(resolved({ 'Fn::Join': ['', ['{{resolve:ssm:', '/stage/table', ':1}}']] }, { Resources })).toBe('Orders');
  });

  test('to a parameter that no stack has is refused', () => {
    expect(() => resolved('{{resolve:ssm:/nobody}}')).toThrow(
      '0 AWS::SSM::Parameter of the assembly have the name "/nobody", but exactly one has to: add it to a stack',
    );
  });

  test.each([
    ['{{resolve:secretsmanager:password}}', 'asks secretsmanager for a value'],
    ['{{resolve:ssm-secure:password:1}}', 'asks ssm-secure for a value'],
    ['{{resolve:ssm:/stage/table:2}}', 'asks for version 2'],
  ])('such as %s is refused', (reference, problem) => {
    expect(() => resolved(reference, { Resources })).toThrow(problem);
  });
});

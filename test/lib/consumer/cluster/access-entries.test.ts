import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { ConsumerCluster } from '../../../../lib/consumer/cluster.ts';
import { newCluster, newStack, templateOf } from './new-cluster.ts';

const OPERATORS = 'arn:aws:iam::123456789012:role/Operators';
const SSO =
  'arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Ops_0123456789abcdef';
const ANNA = 'arn:aws:iam::123456789012:user/anna';

const policy = (name: string) => ({
  AccessScope: { Type: 'cluster' },
  PolicyArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:eks::aws:cluster-access-policy/${name}`]] },
});

/** By logical id, those of the principals that were given. */
function entries(template: Template): [string, unknown][] {
  return Object.entries(template.findResources('AWS::EKS::AccessEntry'))
    .filter(([id]) => /^Cluster(Admin|Viewer)[0-9a-f]{8}/.test(id))
    .map(([id, { Properties }]) => [id, Properties.PrincipalArn]);
}

describe('the access to a cluster', () => {
  test('is for the function that applies manifests alone, unless others are named', () => {
    const template = templateOf();
    template.resourceCountIs('AWS::EKS::AccessEntry', 1);
    template.hasResourceProperties('AWS::EKS::AccessEntry', {
      PrincipalArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('KubectlRole'), 'Arn'] },
      AccessPolicies: [policy('AmazonEKSClusterAdminPolicy')],
    });
  });

  test('is for everything, to an admin', () => {
    templateOf({ admins: [SSO] }).hasResourceProperties('AWS::EKS::AccessEntry', {
      PrincipalArn: SSO,
      AccessPolicies: [policy('AmazonEKSClusterAdminPolicy')],
    });
  });

  test('is for all but Secrets, to a viewer', () => {
    const template = templateOf({ viewers: [ANNA] });
    template.hasResourceProperties('AWS::EKS::AccessEntry', {
      PrincipalArn: ANNA,
      AccessPolicies: [policy('AmazonEKSViewPolicy')],
    });
    expect(JSON.stringify(template.toJSON())).not.toMatch(/AmazonEKSAdminViewPolicy|AmazonEKSSecretReaderPolicy/);
  });

  test('stays as it is for one principal, when another before it goes', () => {
    const [, ...rest] = entries(templateOf({ admins: [OPERATORS, SSO, ANNA] }));
    expect(entries(templateOf({ admins: [SSO, ANNA] }))).toEqual(rest);
  });

  test('can be for a role of the same app', () => {
    const make = (others: number) => {
      const stack = newStack();
      const roles = Array.from({ length: others + 1 }, (_, index) => {
        return new Role(stack, `Role${others - index}`, { assumedBy: new AccountRootPrincipal() });
      });
      new ConsumerCluster(stack, 'Cluster', { viewers: roles.slice(-1).map(({ roleArn }) => roleArn) });
      return entries(Template.fromStack(Stack.of(stack)));
    };
    expect(make(0)).toEqual([[expect.anything(), { 'Fn::GetAtt': [expect.stringMatching(/^Role0/), 'Arn'] }]]);
    expect(make(3)).toEqual(make(0));
  });

  test.each([
    'Operators',
    'arn:aws:iam::123456789012:root',
    'arn:aws:sts::123456789012:assumed-role/Operators/anna',
    'arn:aws:iam::1234:role/Operators',
    'arn:aws:iam::123456789012:role/',
    'arn:aws:iam::123456789012:group/operators',
    'arn:aws:iam::123456789012:role/Operators *',
  ])('is refused to %s', (arn) => {
    const sentence = (list: string) =>
      `Test/Cluster: ${list} has ${JSON.stringify(arn)}, but takes ARNs of IAM roles and users such as arn:aws:iam::123456789012:role/Operators: correct it`;
    expect(() => newCluster({ admins: [OPERATORS, arn] })).toThrow(sentence('admins'));
    expect(() => newCluster({ viewers: [arn] })).toThrow(sentence('viewers'));
  });

  test('is one entry for a principal', () => {
    expect(() => newCluster({ admins: [OPERATORS, ANNA], viewers: [OPERATORS] })).toThrow(
      `Test/Cluster: ${OPERATORS} is in admins and in viewers, but has one access entry: remove it from one list`,
    );
    expect(() => newCluster({ viewers: [ANNA, ANNA] })).toThrow(
      `Test/Cluster: viewers has ${ANNA} twice, but a principal has one access entry: remove one`,
    );
  });
});

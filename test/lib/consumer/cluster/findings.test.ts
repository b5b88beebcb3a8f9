import '../../../support/with-validation.ts';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type App, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Construct } from 'constructs';
import { ExistingCluster } from '../../../../lib/consumer/existing-cluster.ts';
import { OUTDIR } from '../../support/outdir.ts';
import { newCluster, newStack, VARIANTS } from './new-cluster.ts';

const REPORT = join(OUTDIR, 'validation-report.json');

/** What cdk-nag and CloudFormation's own rules say of the app, warnings included; of errors, synthesis dies. */
function findings(construct: Construct): unknown[] {
  const app = construct.node.root as App;
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  rmSync(REPORT, { force: true });
  app.synth();
  return existsSync(REPORT) ? JSON.parse(readFileSync(REPORT, 'utf8')).pluginReports : [];
}

describe('cdk-nag and the rules of CloudFormation find nothing that is not acknowledged', () => {
  test.each(VARIANTS)('with podNetwork %s', (_, props) => {
    expect(findings(newCluster(props))).toEqual([]);
  });

  test('with everything that can be asked for', () => {
    const props = {
      containerInsights: true,
      natGateways: 2,
      endpointPublicAccessCidrs: ['52.94.76.0/24'],
      admins: ['arn:aws:iam::123456789012:role/Operators'],
      viewers: ['arn:aws:iam::123456789012:role/Readers'],
      deletionProtection: true,
    };
    expect(findings(newCluster(props))).toEqual([]);
  });

  test.each([
    ['public', {}],
    [
      'private',
      { vpcId: 'vpc-12345678', privateSubnetIds: ['subnet-12345678'], clusterSecurityGroupId: 'sg-12345678' },
    ],
  ])('with a cluster that is there already, whose endpoint is %s', (_, props) => {
    const { cluster } = new ExistingCluster(newStack(), 'Cluster', { clusterName: 'shared', ...props });
    cluster.addManifest('Namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'consumers' } });
    expect(findings(cluster)).toEqual([]);
  });

  test('and would find what is not', () => {
    const cluster = newCluster();
    new Bucket(Stack.of(cluster), 'Unlogged');
    expect(() => findings(cluster)).toThrow(/AwsSolutions-S1/);
  });
});

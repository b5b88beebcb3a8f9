import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** What gets a cluster into a kubeconfig, for whoever is an admin or a viewer of it. */
export function configCommandOf(scope: Construct, clusterName: string): string {
  return `aws eks update-kubeconfig --name ${clusterName} --region ${Stack.of(scope).region}`;
}

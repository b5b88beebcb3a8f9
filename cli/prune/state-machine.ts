import {
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  ListStateMachineAliasesCommand,
  ListStateMachineVersionsCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { nameIn } from '../saga/execution.ts';
import type { Candidate } from './row.ts';

/** All versions of a state machine, newest first. */
export async function listMachineVersions(sfn: SFNClient, stateMachineArn: string): Promise<Candidate[]> {
  const versions: Candidate[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(new ListStateMachineVersionsCommand({ stateMachineArn, nextToken }));
    for (const { stateMachineVersionArn: arn = '', creationDate } of page.stateMachineVersions ?? []) {
      const published = creationDate?.toISOString() ?? null;
      versions.push({ resource: nameIn(stateMachineArn), arn, version: nameIn(arn), published });
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return versions.sort((one, other) => Number(other.version) - Number(one.version));
}

/** The versions to which aliases route: their ARNs, with the name of an alias each. */
export async function routedVersions(sfn: SFNClient, stateMachineArn: string): Promise<ReadonlyMap<string, string>> {
  const routed = new Map<string, string>();
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(new ListStateMachineAliasesCommand({ stateMachineArn, nextToken }));
    for (const { stateMachineAliasArn } of page.stateMachineAliases ?? []) {
      const alias = await sfn.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn }));
      for (const { stateMachineVersionArn = '' } of alias.routingConfiguration ?? []) {
        routed.set(stateMachineVersionArn, alias.name ?? 'an alias');
      }
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return routed;
}

/** @param stateMachineArn with or without a version: its definition, or the latest */
export async function definitionOf(sfn: SFNClient, stateMachineArn: string): Promise<string> {
  const { definition = '' } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  return definition;
}

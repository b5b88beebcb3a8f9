import type { Connection } from '../connection.ts';
import { functionsIn, functionVersionsIn } from './definition.ts';
import { deleteFunctionVersion, deleteMachineVersion } from './delete.ts';
import { listFunctionVersions } from './functions.ts';
import { type InUse, openUse, recoveryUse } from './in-use.ts';
import { Kept } from './kept.ts';
import type { Candidate, Row } from './row.ts';
import { definitionOf, listMachineVersions, routedVersions } from './state-machine.ts';

export interface PruneProps {
  readonly connection: Pick<Connection, 'sfn' | 'dynamodb' | 'lambda'>;
  /** Without a qualifier. */
  readonly stateMachineArn: string;
  readonly recoveryMachineArn: string;
  readonly tableName: string;
  /** How many of the newest versions are kept of each, whoever uses them; 1 at least: a deployment publishes before it routes. */
  readonly keep: number;
  /** Whether nothing is deleted. */
  readonly dryRun: boolean;
}

/**
 * Deletes the versions that nothing can use any more: those of the state machine first, then those of its functions that no
 * definition names which is still gone by. A row for each, as it is done.
 */
export async function* prune(props: PruneProps): AsyncGenerator<Row> {
  const { connection, stateMachineArn, recoveryMachineArn } = props;
  const { sfn } = connection;
  const versions = await listMachineVersions(sfn, stateMachineArn);
  const definitions = new Map<string, string>();
  for (const { arn } of versions) definitions.set(arn, await definitionOf(sfn, arn));
  const inUse: InUse[] = [
    { by: 'the state machine as it is now', definition: await definitionOf(sfn, stateMachineArn) },
    ...(await recoveryUse(sfn, recoveryMachineArn)),
  ];

  const kept = new Kept();
  for (const [arn, alias] of await routedVersions(sfn, stateMachineArn)) kept.keep(arn, `alias ${alias}`);
  keepNewest(kept, versions, props.keep);
  const stays = (arn: string) => kept.has(arn);
  const open = await openUse({ ...props, listed: new Set(definitions.keys()), stays });
  for (const [arn, by] of open.versions) kept.keep(arn, by);
  inUse.push(...open.definitions);

  for (const version of versions) {
    const row = await settle(props, kept, version, deleteMachineVersion);
    yield row;
    // Also what was refused to be deleted is still gone by.
    if (row.action === 'kept') {
      inUse.push({ by: `state machine version ${version.version}`, definition: definitions.get(version.arn) ?? '' });
    }
  }
  const named = [...definitions.values(), ...inUse.map(({ definition }) => definition)];
  yield* pruneFunctions(props, inUse, new Set(named.flatMap((definition) => [...functionsIn(definition)])));
}

async function* pruneFunctions(
  props: PruneProps,
  inUse: readonly InUse[],
  functionArns: ReadonlySet<string>,
): AsyncGenerator<Row> {
  const kept = new Kept();
  for (const { by, definition } of inUse) {
    for (const { functionArn, version } of functionVersionsIn(definition)) kept.keep(`${functionArn}:${version}`, by);
  }
  for (const functionArn of [...functionArns].sort()) {
    const versions = await listFunctionVersions(props.connection.lambda, functionArn);
    keepNewest(kept, versions, props.keep);
    for (const version of versions) yield await settle(props, kept, version, deleteFunctionVersion);
  }
}

/** @param versions newest first */
function keepNewest(kept: Kept, versions: readonly Candidate[], keep: number): void {
  const why = keep === 1 ? 'the newest' : `among the newest ${keep}`;
  for (const { arn } of versions.slice(0, keep)) kept.keep(arn, why);
}

async function settle(
  { connection, dryRun }: PruneProps,
  kept: Kept,
  version: Candidate,
  remove: (connection: PruneProps['connection'], version: Candidate) => Promise<Row>,
): Promise<Row> {
  const reason = kept.reason(version.arn);
  if (reason !== undefined) return { ...version, action: 'kept', why: reason };
  return dryRun ? { ...version, action: 'would be deleted', why: '' } : await remove(connection, version);
}

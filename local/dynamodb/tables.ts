import type { Resource } from '../cloudformation/assembly.ts';

/** What dynalite does as DynamoDB does. */
const HONOURED = [
  'AttributeDefinitions',
  'BillingMode',
  'GlobalSecondaryIndexes',
  'KeySchema',
  'LocalSecondaryIndexes',
  'ProvisionedThroughput',
];

/** Why a setting of a table, in a template or in CreateTable, may be left without effect on this machine. */
export const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  ContributorInsightsSpecification: 'no metrics are collected',
  DeletionProtectionEnabled: 'a table lives as long as the process',
  OnDemandThroughput: 'no request is throttled, unless beforeRequest throttles it',
  PointInTimeRecoverySpecification: 'there are no backups: a table lives as long as the process',
  ResourcePolicy: 'no permission is checked on this machine',
  SSESpecification: 'everything is held in memory, unencrypted',
  TableClass: 'it changes the price alone',
  TableName: 'the physical id is made of it',
  Tags: 'nothing is billed or allowed by them',
  TimeToLiveSpecification: 'items are not deleted when they expire; DynamoDB itself may take days to',
  WarmThroughput: 'no request is throttled, unless beforeRequest throttles it',
};

/**
 * The CreateTable request for an AWS::DynamoDB::Table.
 *
 * @throws TemplateError for a property that changes what the table does and is not honoured here, such as a stream
 */
export function createTableRequest(table: Resource): Record<string, unknown> {
  const { properties } = table;
  const unknown = Object.keys(properties).find((name) => !HONOURED.includes(name) && !(name in WITHOUT_EFFECT));
  if (unknown !== undefined) {
    table.fail(
      `property ${unknown} is not honoured by the embedded DynamoDB, which knows ${HONOURED.join(', ')}: ` +
        'do without it, or add it in local/dynamodb',
    );
  }
  const honoured = HONOURED.filter((name) => name in properties).map((name) => [name, properties[name]]);
  return { TableName: table.physicalId, ...Object.fromEntries(honoured) };
}

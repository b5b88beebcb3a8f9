import { arnOf } from '../place.ts';
import { nameOf, type ResourceType, type ResourceView } from './resource-type.ts';

const tableName = (resource: ResourceView) => nameOf(resource, 'TableName', 255);

export const DYNAMODB: Readonly<Record<string, ResourceType>> = {
  // No StreamArn: the tables of the embedded cloud have no stream, and local/dynamodb refuses a StreamSpecification.
  'AWS::DynamoDB::Table': {
    ref: tableName,
    attributes: { Arn: (resource) => arnOf('dynamodb', `table/${tableName(resource)}`) },
  },
};

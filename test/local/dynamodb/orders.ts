import { type Assembly, readAssembly } from '../../../local/cloudformation/assembly.ts';
import { writeAssembly } from '../cloudformation/write-assembly.ts';

/** An assembly with one table, `Orders`, by `Id`. */
export const ORDERS: Assembly = readAssembly(
  writeAssembly({
    stacks: {
      Saga: {
        Resources: {
          Table: {
            Type: 'AWS::DynamoDB::Table',
            Properties: {
              TableName: 'Orders',
              AttributeDefinitions: [{ AttributeName: 'Id', AttributeType: 'S' }],
              KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
              BillingMode: 'PAY_PER_REQUEST',
            },
          },
        },
      },
    },
  }),
);

export const put = (id: string) => ({ TableName: 'Orders', Item: { Id: { S: id } } });
export const key = (id: string) => ({ TableName: 'Orders', Key: { Id: { S: id } } });

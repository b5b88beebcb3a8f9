import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { VARIABLE } from '../../contract/environment.ts';
import { ATTRIBUTE } from '../../contract/saga.ts';

export interface TransactionTableProps {
  /**
   * Whether the table refuses to be deleted, by anybody, until this is switched off.
   *
   * @default false
   */
  readonly deletionProtection?: boolean;
  /**
   * What becomes of the table when its stack is deleted or it is replaced.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** The records: one item per transaction, on demand, so that an idle saga costs nothing but its storage. */
export class TransactionTable extends Table {
  constructor(scope: Construct, id: string, props: TransactionTableProps = {}) {
    super(scope, id, {
      partitionKey: { name: ATTRIBUTE.transactionId, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      // The key aws/dynamodb rather than the service's own: its use stands in CloudTrail. No monthly fee; its requests,
      // which DynamoDB saves for five minutes at a time, are cents a month.
      encryption: TableEncryption.AWS_MANAGED,
      // Continuous backups of 35 days, for about the price of the storage once more: a wrong rollback can be looked up.
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: ATTRIBUTE.expiresAt,
      deletionProtection: props.deletionProtection ?? false,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
  }

  /** Allows `dynamodb:UpdateItem`, the only write that a record knows, and `dynamodb:GetItem`. */
  grantRecordAccess(grantee: IGrantable): Grant {
    return this.grant(grantee, 'dynamodb:UpdateItem', 'dynamodb:GetItem');
  }

  /** Grants a function access to the records, and tells it where they are: `TABLE_NAME`. */
  bind(fn: LambdaFunction): Grant {
    fn.addEnvironment(VARIABLE.tableName, this.tableName);
    return this.grantRecordAccess(fn);
  }
}

import { unmarshall } from '@aws-sdk/util-dynamodb';
import { MESSAGE_KIND, parseRecoveryMessage } from '../../../../../contract/recovery-message.ts';
import type { Execution } from '../../../../../local/stepfunctions/execution.ts';
import type { InProcessTable, TableRequest } from '../support/table.ts';
import type { Request } from './call.ts';
import type { Facts, SagaItem, Written } from './facts.ts';

/** Who sends a request. */
export interface Sender {
  readonly actsAs: Execution;
  readonly byRecovery: boolean;
  /** The name of the state that it is sent from. */
  readonly state: string;
}

/** `t1-2`, or `the recovery of t1-2`. */
export function sayWho({ actsAs, byRecovery }: Pick<Sender, 'actsAs' | 'byRecovery'>): string {
  return `${byRecovery ? 'the recovery of ' : ''}${actsAs.props.name}`;
}

/** What the saga's requests go to, as one transaction sees it; it keeps what came of each. */
export class Services {
  readonly writes: Written[] = [];
  readonly messages: Facts['messages'][number][] = [];
  readonly #table: InProcessTable;

  constructor(table: InProcessTable) {
    this.#table = table;
  }

  get record(): SagaItem | undefined {
    return this.writes.at(-1)?.after;
  }

  toTable(request: TableRequest, sender: Sender): Request {
    const what = `${request.operation} of ${sender.state} by ${sayWho(sender)}`;
    if (request.operation !== 'UpdateItem') return { what, apply: () => this.#table.execute(request) };
    return { what, apply: () => this.#update(request, sender) };
  }

  toService(service: string, action: string, parameters: object, sender: Sender): Request {
    if (service === 'dynamodb')
      return this.toTable({ operation: action, parameters: parameters as TableRequest['parameters'] }, sender);
    const { QueueUrl = '', MessageBody = '' } = parameters as { QueueUrl?: string; MessageBody?: string };
    return {
      what: `${action} of ${sender.state} by ${sayWho(sender)}`,
      apply: async () => {
        if (QueueUrl.includes('RecoveryQueue')) this.messages.push(parseRecoveryMessage(MessageBody));
        return {};
      },
    };
  }

  /** EventBridge tells the recovery queue of a recovery that came to no end of its own. */
  tellOfFailedRecovery(ExecutionArn: string): void {
    this.messages.push({ Kind: MESSAGE_KIND.recoveryFailed, ExecutionArn });
  }

  async #update({ operation, parameters }: TableRequest, { actsAs, byRecovery }: Sender): Promise<unknown> {
    const before = this.record;
    const answer = await this.#table.execute({ operation, parameters: { ...parameters, ReturnValues: 'ALL_NEW' } });
    const after = unmarshall(answer.Attributes as Parameters<typeof unmarshall>[0]) as SagaItem;
    this.writes.push({ actsAs: actsAs.arn, status: actsAs.status, byRecovery, before, after });
    return {};
  }
}

import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach } from '@jest/globals';
import sinon, { type SinonStub } from 'sinon';

interface Command {
  readonly input: ServiceInputTypes;
}
// biome-ignore lint/suspicious/noExplicitAny: a constructor of any command, whatever it takes
type CommandClass<C extends Command> = new (...args: any[]) => C;
type Send = SinonStub<[Command, object?], Promise<Partial<ServiceOutputTypes>>>;

export interface DynamoDBStub {
  /** The stub for one command: `.resolves({})`, `.rejects(error)`, `.onSecondCall()` and the rest of sinon. */
  on<C extends Command>(command: CommandClass<C>): Send;
  /** What one command was sent with, in order. */
  inputs<C extends Command>(command: CommandClass<C>): C['input'][];
  /** How many requests there were in all. */
  requests(): number;
}

/** Stubs every DynamoDB client for the tests of a file. A command that no test has stubbed throws by name. */
export function stubDynamoDB(): DynamoDBStub {
  let send: Send;
  // The same matcher has to come back for the same command: sinon takes a new one for a new behaviour.
  const stubs = new Map<CommandClass<Command>, Send>();
  beforeEach(() => {
    stubs.clear();
    send = sinon.stub(DynamoDBClient.prototype, 'send') as unknown as Send;
    send.callsFake(async (command) => {
      throw new Error(`${command.constructor.name} is not stubbed: ${JSON.stringify(command.input)}`);
    });
  });
  afterEach(() => sinon.restore());
  return {
    on(command) {
      const stub = stubs.get(command) ?? (send.withArgs(sinon.match.instanceOf(command)) as Send);
      stubs.set(command, stub);
      return stub;
    },
    inputs: (command) =>
      send
        .getCalls()
        .map(({ args }) => args[0])
        .filter((sent) => sent instanceof command)
        .map(({ input }) => input),
    requests: () => send.callCount,
  };
}

/** What DynamoDB answers where a ConditionExpression does not hold. */
export function conditionFailed(): ConditionalCheckFailedException {
  return new ConditionalCheckFailedException({
    message: 'The conditional request failed',
    $metadata: { httpStatusCode: 400 },
  });
}

import { type Message, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach } from '@jest/globals';
import sinon, { type SinonStub } from 'sinon';

interface Command {
  readonly input: object;
}
type CommandClass<C extends Command> = new (input: never) => C;
interface Options {
  readonly abortSignal: AbortSignal;
  readonly requestTimeout: number;
}
type Send = SinonStub<[Command, Options], Promise<object>>;

export interface SqsStub {
  /** The stub for one command: `.resolves({})`, `.rejects(error)`, `.callsFake(…)` and the rest of sinon. */
  on<C extends Command>(command: CommandClass<C>): Send;
  /** What one command was sent with, in order. */
  inputs<C extends Command>(command: CommandClass<C>): C['input'][];
  options<C extends Command>(command: CommandClass<C>): Options[];
}

/** Stubs every SQS client for the tests of a file. A command that no test has stubbed throws by name. */
export function stubSqs(): SqsStub {
  let send: Send;
  // The same matcher has to come back for the same command: sinon takes a new one for a new behaviour.
  const stubs = new Map<CommandClass<Command>, Send>();
  beforeEach(() => {
    stubs.clear();
    send = sinon.stub(SQSClient.prototype, 'send') as unknown as Send;
    send.callsFake(async (command) => {
      throw new Error(`${command.constructor.name} is not stubbed: ${JSON.stringify(command.input)}`);
    });
  });
  afterEach(() => sinon.restore());
  const calls = <C extends Command>(command: CommandClass<C>) =>
    send.getCalls().filter(({ args: [sent] }) => sent instanceof command);
  return {
    on(command) {
      const stub = stubs.get(command) ?? (send.withArgs(sinon.match.instanceOf(command)) as Send);
      stubs.set(command, stub);
      return stub;
    },
    inputs: (command) => calls(command).map(({ args: [{ input }] }) => input),
    options: (command) => calls(command).map(({ args: [, options] }) => options),
  };
}

/** A message as SQS hands it out. */
export function received(id: string, more: Partial<Message> = {}): Message {
  return {
    MessageId: id,
    ReceiptHandle: `receipt of ${id}`,
    Body: `body of ${id}`,
    Attributes: { ApproximateReceiveCount: '1' },
    ...more,
  };
}

/** The answers of ReceiveMessage in turn; after the last one it waits as long as it is asked to, as an empty queue does. */
export function answers(...batches: readonly Message[][]): (command: Command, options: Options) => Promise<object> {
  const left = [...batches];
  return (command, { abortSignal }) => {
    const Messages = left.shift();
    if (Messages !== undefined) return Promise.resolve({ Messages });
    const { WaitTimeSeconds = 0 } = command.input as { WaitTimeSeconds?: number };
    return new Promise((resolve, reject) => {
      setTimeout(resolve, WaitTimeSeconds * 1000, {});
      abortSignal.addEventListener('abort', () => reject(abortSignal.reason));
    });
  };
}

/** An error as the SDK throws it for an answer of SQS. */
export function sqsError(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error(`made to fail with ${name}`), { name, $metadata: { httpStatusCode } });
}

import { afterEach, beforeEach } from '@jest/globals';
import sinon, { type SinonStub } from 'sinon';

interface Command {
  readonly input: object;
}
// biome-ignore lint/suspicious/noExplicitAny: a constructor of any command, whatever it takes
type CommandClass<C extends Command> = new (...args: any[]) => C;
type Send = SinonStub<[Command, object?], Promise<object>>;
/** A client class of the SDK, of which all that is stubbed is `send`. */
interface ClientClass {
  readonly name: string;
  readonly prototype: { send: unknown };
}

export interface AwsStub {
  /** The stub for one command: `.resolves({})`, `.rejects(error)`, `.onSecondCall()` and the rest of sinon. */
  on<C extends Command>(command: CommandClass<C>): Send;
  /** What one command was sent with, in order. */
  inputs<C extends Command>(command: CommandClass<C>): C['input'][];
  /** How many requests there were in all. */
  requests(): number;
}

/** Stubs clients of the SDK for the tests of a file. A command that no test has stubbed throws by name. */
export function stubAws(...clients: readonly ClientClass[]): AwsStub {
  // One stub for all clients: the command says which service it is for.
  let send: Send;
  // The same matcher has to come back for the same command: sinon takes a new one for a new behaviour.
  const stubs = new Map<CommandClass<Command>, Send>();
  beforeEach(() => {
    stubs.clear();
    send = sinon.stub() as unknown as Send;
    send.callsFake(async (command) => {
      throw new Error(`${command.constructor.name} is not stubbed: ${JSON.stringify(command.input)}`);
    });
    for (const client of clients) sinon.replace(client.prototype, 'send', send);
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

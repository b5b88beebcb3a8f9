import { AwsError } from '../../http/aws-json.ts';
import type { StateMachine } from '../state-machine.ts';
import { type Alias, type Route, versionOf } from './alias.ts';

/** A revision of a state machine under a number, which no later revision changes. */
export interface Version {
  /** Counted from 1; that of a deleted version is not given again. */
  readonly number: string;
  /** The machine as it was then. */
  readonly machine: StateMachine;
  readonly description: string | undefined;
  /** Milliseconds since 1970. */
  readonly creationDate: number;
}

/** The versions and aliases of one state machine. */
export class Versions {
  readonly #machineArn: string;
  readonly #published = new Map<string, Version>();
  readonly #aliases = new Map<string, Alias>();
  #last = 0;

  constructor(machineArn: string) {
    this.#machineArn = machineArn;
  }

  /** Publishes a revision. One that was published is not published again, as on AWS. */
  publish(machine: StateMachine, description?: string): Version {
    const existing = this.published().find((version) => version.machine === machine);
    if (existing !== undefined) return existing;
    this.#last += 1;
    const version = { number: String(this.#last), machine, description, creationDate: Date.now() };
    this.#published.set(version.number, version);
    return version;
  }

  /** The number of the last that was published, deleted or not; 0 where none was. */
  get last(): number {
    return this.#last;
  }

  /** Newest first. */
  published(): Version[] {
    return [...this.#published.values()].reverse();
  }

  version(number: string): Version | undefined {
    return this.#published.get(number);
  }

  /**
   * A version that is not there is deleted already. Executions that began with it go on.
   *
   * @throws AwsError ConflictException where an alias routes to it
   */
  delete(number: string): void {
    const referring = this.aliases().filter(({ routes }) => routes.some(({ version }) => version === number));
    if (referring.length > 0) {
      const names = referring.map(({ name }) => name).join(', ');
      throw new AwsError(
        'ConflictException',
        `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${names}]`,
      );
    }
    this.#published.delete(number);
  }

  /**
   * Makes an alias, or routes the one of this name elsewhere.
   *
   * @throws AwsError ResourceNotFound for a version that is not there
   */
  route(name: string, routes: readonly Route[], description?: string): Alias {
    const missing = routes.find(({ version }) => !this.#published.has(version));
    if (missing !== undefined) throw notFound(`${this.#machineArn}:${missing.version}`);
    const now = Date.now();
    const existing = this.#aliases.get(name);
    const alias: Alias = {
      name,
      routes,
      description: description ?? existing?.description,
      creationDate: existing?.creationDate ?? now,
      updateDate: now,
    };
    this.#aliases.set(name, alias);
    return alias;
  }

  /** In the order of their creation. */
  aliases(): Alias[] {
    return [...this.#aliases.values()];
  }

  /** @throws AwsError ResourceNotFound */
  alias(name: string): Alias {
    const alias = this.#aliases.get(name);
    if (alias === undefined) throw notFound(`${this.#machineArn}:${name}`);
    return alias;
  }

  /** What an execution gets that is started with a version's number or an alias's name. */
  started(qualifier: string): { readonly version: Version; readonly alias?: string } | undefined {
    const alias = this.#aliases.get(qualifier);
    const version = this.#published.get(alias === undefined ? qualifier : (versionOf(alias) ?? ''));
    if (version === undefined) return undefined;
    return { version, ...(alias !== undefined && { alias: alias.name }) };
  }
}

function notFound(arn: string): AwsError {
  return new AwsError('ResourceNotFound', `Resource not found: '${arn}'`);
}

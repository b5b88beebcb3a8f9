import { AwsError } from '../http/aws-json.ts';
import { parseStateMachineArn } from './api/arn.ts';
import type { StateMachine } from './state-machine.ts';
import { Versions } from './versions/versions.ts';

/** A machine that an ARN names, and the version and alias that it names it by. */
export interface Found {
  /** As it was when the version was published; without one, as it is now. */
  readonly machine: StateMachine;
  readonly version?: string;
  readonly alias?: string;
}

export class StateMachineStore {
  /** As they are now. */
  readonly #machines = new Map<string, StateMachine>();
  readonly #versions = new Map<string, Versions>();

  get(machineArn: string): StateMachine | undefined {
    return this.#machines.get(machineArn);
  }

  /** Adds a machine, or the next revision of one: its versions and aliases stay. */
  add(machine: StateMachine): void {
    this.#machines.set(machine.arn, machine);
    if (!this.#versions.has(machine.arn)) this.#versions.set(machine.arn, new Versions(machine.arn));
  }

  delete(machineArn: string): void {
    this.#machines.delete(machineArn);
    this.#versions.delete(machineArn);
  }

  /** In the order of their creation. */
  all(): StateMachine[] {
    return [...this.#machines.values()].sort((a, b) => a.sequence - b.sequence);
  }

  /** The highest number that a machine's versions ever had; 0 where there is no such machine. */
  lastVersion(machineArn: string): number {
    return this.#versions.get(machineArn)?.last ?? 0;
  }

  /**
   * @param machineArn without a qualifier
   * @throws AwsError StateMachineDoesNotExist
   */
  versions(machineArn: string): Versions {
    const versions = this.#versions.get(machineArn);
    if (versions === undefined) throw doesNotExist(machineArn);
    return versions;
  }

  /**
   * @param arn of a machine, of one of its versions, or of one of its aliases
   * @throws AwsError InvalidArn, StateMachineDoesNotExist
   */
  find(arn: string): Found {
    const { machineArn, qualifier } = parseStateMachineArn(arn);
    const machine = this.#machines.get(machineArn);
    if (machine === undefined) throw doesNotExist(arn);
    if (qualifier === undefined) return { machine };
    const started = this.versions(machineArn).started(qualifier);
    if (started === undefined) throw doesNotExist(arn);
    const { version, alias } = started;
    return { machine: version.machine, version: version.number, ...(alias !== undefined && { alias }) };
  }
}

function doesNotExist(arn: string): AwsError {
  return new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

import { AwsError } from '../http/aws-json.ts';
import { parseStateMachineArn } from './api/arn.ts';
import type { StateMachine } from './state-machine.ts';

/** A machine that an ARN names, and the version or alias that it names it by. */
export interface Found {
  readonly machine: StateMachine;
  readonly qualifier?: string;
}

export class StateMachineStore {
  readonly #machines = new Map<string, StateMachine>();

  get(machineArn: string): StateMachine | undefined {
    return this.#machines.get(machineArn);
  }

  add(machine: StateMachine): void {
    this.#machines.set(machine.arn, machine);
  }

  delete(machineArn: string): void {
    this.#machines.delete(machineArn);
  }

  /** In the order of their creation. */
  all(): StateMachine[] {
    return [...this.#machines.values()].sort((a, b) => a.sequence - b.sequence);
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
    if (!machine.qualifiers.has(qualifier)) throw doesNotExist(arn);
    return { machine, qualifier };
  }
}

function doesNotExist(arn: string): AwsError {
  return new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

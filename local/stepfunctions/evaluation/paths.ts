import type { StateMachine } from 'aws-local-stepfunctions';
import { runtimeError } from '../errors.ts';
import { inContext, inInput, interpreterContext, interpreterFor, unwrap } from '../interpreter.ts';
import type { Frame } from './frame.ts';
import { shapeOf } from './grammar.ts';
import { plainReader } from './plain-paths.ts';

/** Finds what one path gave among the values of its set. */
export type Lookup = (values: readonly unknown[]) => unknown;

/**
 * The paths of one expression, read together. What is more than names is read by the interpreter alone, and so is what leads
 * nowhere, for its error: each set is a machine of one Pass state, about 25 µs a path. The input goes in as part of the context object, because the interpreter copies an input, and finds
 * nothing at `$` where it is null, 0, false or empty.
 */
export class PathSet {
  readonly #definite: string[] = [];
  readonly #indefinite: string[] = [];

  add(path: string): Lookup {
    const isList = shapeOf(path)?.indefinite === true;
    const paths = isList ? this.#indefinite : this.#definite;
    const index = paths.push(path) - 1;
    // The lists come after the others, whose number is not yet known.
    return (values) => values[isList ? this.#definite.length + index : index];
  }

  /** Call it when all paths are added. */
  reader(): (frame: Frame) => Promise<readonly unknown[]> {
    const definite = this.#definite.length === 0 ? undefined : machineFor(this.#definite);
    const lists = this.#indefinite.map((path) => machineFor([path]));
    const plain = plainReader(this.#definite);
    return async (frame) => {
      const values = definite === undefined ? [] : (plain?.(frame) ?? (await read(definite, frame)));
      const listed = await Promise.all(lists.map((machine) => readList(machine, frame)));
      return [...values, ...listed];
    };
  }
}

function machineFor(paths: readonly string[]): StateMachine {
  const parameters = paths.map((path, index) => [
    `${index}.$`,
    path.startsWith('$$') ? inContext(path) : inInput(path),
  ]);
  const state = { Type: 'Pass', Parameters: Object.fromEntries(parameters), End: true };
  return interpreterFor({ StartAt: 'Read', States: { Read: state } });
}

async function read(machine: StateMachine, frame: Frame): Promise<unknown[]> {
  try {
    const values = await machine.run({}, { context: interpreterContext(frame.context, frame.input) }).result;
    return Object.values(values as object);
  } catch (error) {
    const { message } = unwrap(error);
    throw runtimeError(message.replace('$$.Context', () => '$$').replace('$$.Input', () => '$'));
  }
}

/** A path that can match many places and matches none is an empty list on AWS, but an error in the interpreter. */
async function readList(machine: StateMachine, frame: Frame): Promise<unknown> {
  try {
    const [value] = await read(machine, frame);
    return value;
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not point to a value')) return [];
    throw error;
  }
}

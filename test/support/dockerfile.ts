import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** A stage, from its FROM to the next. */
export interface Stage {
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of the consumer's Dockerfile, in order. */
export function stages(): Stage[] {
  const lines = readFileSync(join(ROOT, 'consumer/Dockerfile'), 'utf8')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const found: { base: string; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, name = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
    if (name === 'FROM') found.push({ base: rest, instructions: [] });
    else found.at(-1)?.instructions.push({ name, rest });
  }
  return found;
}

/** What the instructions of that name say in a stage. */
export function every(stage: Stage | undefined, name: string): string[] {
  return (stage?.instructions ?? []).filter((instruction) => instruction.name === name).map(({ rest }) => rest);
}

/** What the last of them says. */
export function last(stage: Stage | undefined, name: string): string {
  const found = every(stage, name).at(-1);
  if (found === undefined) throw new Error(`the stage has no ${name}`);
  return found;
}

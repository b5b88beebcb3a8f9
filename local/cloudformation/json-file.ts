import { readFileSync } from 'node:fs';
import { describe, isObject } from '../../contract/describe.ts';

/**
 * Reads a file that holds a JSON object.
 *
 * @param todo what to do when it cannot be read
 * @throws Error naming the file
 */
export function readJsonFile(file: string, todo: string): Record<string, unknown> {
  const content = parse(file, todo);
  if (isObject(content)) return content;
  throw new Error(`${file} holds ${describe(content)}, but has to hold a JSON object: ${todo}`);
}

function parse(file: string, todo: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`cannot read ${file} (${cause instanceof Error ? cause.message : cause}): ${todo}`, { cause });
  }
}

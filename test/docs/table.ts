import { readFileSync } from 'node:fs';

/** A row of a table in a document: its cells by the heads of their columns. */
export type Row = Readonly<Record<string, string>>;

/**
 * The rows of the table whose first head is given.
 *
 * @param document in `docs/`
 * @throws Error when the document has no such table
 */
export function tableOf(document: string, firstHead: string): readonly Row[] {
  const lines = readFileSync(new URL(`../../docs/${document}`, import.meta.url), 'utf8').split('\n');
  const start = lines.findIndex((line) => cells(line)[0] === firstHead);
  if (start === -1) throw new Error(`docs/${document} has no table that begins with ${JSON.stringify(firstHead)}`);
  const heads = cells(lines[start]);
  const rest = lines.slice(start + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(0, end === -1 ? rest.length : end).map((line) => {
    const row = cells(line);
    return Object.fromEntries(heads.map((head, index) => [head, row[index] ?? '']));
  });
}

function cells(line = ''): string[] {
  return line.startsWith('|')
    ? line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
    : [];
}

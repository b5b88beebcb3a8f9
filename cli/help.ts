import type { Command } from 'commander';

/** What to type, and what it does. */
type Example = readonly [line: string, says: string];
/** An exit code and what it means here. */
type Ending = readonly [code: number, meaning: string];

const COMMON: readonly Ending[] = [
  [2, 'the arguments or the input are wrong; nothing was sent'],
  [3, 'AWS refused, cannot be reached, or has no such stage'],
];

/** Ends a command's help with examples that can be pasted, and the exit codes that a script may rely on. */
export function teach(
  command: Command,
  { examples, endings }: { readonly examples: readonly Example[]; readonly endings: readonly Ending[] },
): Command {
  const codes = [...endings, ...COMMON.filter(([code]) => endings.every(([own]) => own !== code))].sort(
    ([one], [other]) => one - other,
  );
  return command.addHelpText(
    'after',
    `
Examples:
${examples.map(([line, says]) => `  # ${says}\n  ${line}`).join('\n')}

Exit codes:
${codes.map(([code, meaning]) => `  ${code}  ${meaning}`).join('\n')}`,
  );
}

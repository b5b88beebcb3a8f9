/** A value as the contract describes it: `… is "text"`, `the number 42`. */
const VALUE = /(?<= is )"(?:[^"\\]|\\.)*"|\bthe number \S+?(?=[ ,]|$)/g;

/**
 * A reason without the values that it quotes. Whoever sends a wrong input to Step Functions should see what was wrong with
 * it; a log of messages is read by others, and kept. Names of properties stay: they are what has to be mended.
 */
export function withoutValues(reason: string): string {
  return reason.replace(VALUE, (value) =>
    value.startsWith('"') ? `a string of ${lengthOf(value)} characters` : 'a number',
  );
}

function lengthOf(literal: string): number {
  return (JSON.parse(literal) as string).length;
}

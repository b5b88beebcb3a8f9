/**
 * Takes one pair of parentheses off an expression that stands in them whole: it means the same without. dynalite's parser
 * tries every alternative anew within each pair, so that one less makes a long condition about four times as fast.
 * Two pairs stay, for DynamoDB refuses them as redundant.
 */
export function withoutOuterParentheses(expression: string): string {
  const trimmed = expression.trim();
  if (!isWrapped(trimmed)) return expression;
  const inner = trimmed.slice(1, -1).trim();
  return inner === '' || isWrapped(inner) ? expression : inner;
}

/** There are no string literals in an expression: a parenthesis is always one. */
function isWrapped(text: string): boolean {
  if (!text.startsWith('(') || !text.endsWith(')')) return false;
  let depth = 0;
  for (let at = 0; at < text.length - 1; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    if (depth === 0) return false;
  }
  return depth === 1;
}

/**
 * The settings that a document writes as they are typed: `` `-c consumer=lambda` `` (JSON without quotes around it), or in
 * words for none at all.
 */
export function contextOf(text: string): Record<string, string> {
  const typed = [...text.matchAll(/-c (\w+)=(\S+?)(?=`| -c )/g)];
  return Object.fromEntries(typed.map(([, name = '', value = '']) => [name, value]));
}

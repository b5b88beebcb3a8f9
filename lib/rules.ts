import type { Construct } from 'constructs';
import { ConfigurationError } from './configuration-error.ts';

/** A check at synthesis: when it is broken, and the sentence that says what, got, allowed, and what to do. */
export interface Rule<Props> {
  readonly broken: (props: Props) => boolean;
  readonly message: (props: Props) => string;
}

/**
 * Checks all rules and reports every broken one, so that a mistake is not found in instalments.
 *
 * @throws ConfigurationError with a line for each broken rule, led by the construct's path
 */
export function enforce<Props>(construct: Construct, rules: readonly Rule<Props>[], props: Props): void {
  const broken = rules.filter((rule) => rule.broken(props));
  if (broken.length === 0) return;
  throw new ConfigurationError(broken.map((rule) => `${construct.node.path}: ${rule.message(props)}`).join('\n'));
}

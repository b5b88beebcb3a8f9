/** What whoever runs the consumer can mend: all of it at once, each problem saying what, got, allowed, do. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }

  /** The problems as a person reads them, a line each. */
  get list(): string {
    return this.problems.map((problem) => `- ${problem}`).join('\n');
  }
}

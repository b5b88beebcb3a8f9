/** What whoever configures or composes the application can mend. Its message says all there is to say: what, got, allowed, do. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

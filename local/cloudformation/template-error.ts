/** A template that the embedded cloud cannot honour: the message names the stack, the place in it, and what to do. */
export class TemplateError extends Error {
  /** @param at such as `stack Saga, resource Table (AWS::DynamoDB::Table)` */
  constructor(at: string, problem: string, options?: ErrorOptions) {
    super(`${at}: ${problem}`, options);
    this.name = 'TemplateError';
  }
}

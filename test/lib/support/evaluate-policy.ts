import type { Template } from 'aws-cdk-lib/assertions';

export interface Request {
  /** A service, such as `sns.amazonaws.com`, or `*` for a principal that no statement names. */
  readonly principal: string;
  readonly action: string;
  /** The logical id of the queue. */
  readonly queue: string;
  readonly context: Readonly<Record<string, string>>;
}

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: string | Readonly<Record<string, unknown>>;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What IAM answers from the policies of a queue: a denial wins, and without a statement there is no permission. */
export function evaluateQueuePolicies(template: Template, request: Request): 'allowed' | 'denied' | 'not allowed' {
  const policies = Object.values(template.findResources('AWS::SQS::QueuePolicy')).filter(({ Properties }) =>
    Properties.Queues.some((queue: unknown) => text(queue) === text({ Ref: request.queue })),
  );
  const matching = policies
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[])
    .filter((statement) => matches(statement, request));
  if (matching.some(({ Effect }) => Effect === 'Deny')) return 'denied';
  return matching.some(({ Effect }) => Effect === 'Allow') ? 'allowed' : 'not allowed';
}

/** A reference of a template, as one would write it where a value is expected. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function matches({ Principal, Action, Resource, Condition = {} }: Statement, request: Request): boolean {
  const principals = typeof Principal === 'string' ? [Principal] : Object.values(Principal).flat();
  return (
    principals.some((one) => one === '*' || one === request.principal) &&
    [Action].flat().some((action) => like(text(action), request.action)) &&
    [Resource].flat().some((resource) => text(resource) === text({ 'Fn::GetAtt': [request.queue, 'Arn'] })) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, value]) => holds(operator, text(value), request.context[key])),
    )
  );
}

function holds(operator: string, expected: string, actual: string | undefined): boolean {
  if (operator === 'Bool' || operator === 'ArnEquals') return actual === expected;
  throw new Error(`the condition operator ${operator} is not known here`);
}

/** `*` stands for anything. */
function like(pattern: string, value: string): boolean {
  return pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : pattern === value;
}

import { Template } from 'aws-cdk-lib/assertions';
import { Saga, SagaRecovery, TransactionTable } from '../../../../../lib/index.ts';
import { compilePattern, type Pattern } from '../../../../../local/events/pattern/pattern.ts';
import { definitionOf } from '../../../../lib/support/asl.ts';
import { newStack, newStep } from '../../../../lib/support/sagas.ts';

export const STEPS = ['Reserve', 'Charge', 'Pack', 'Ship', 'Notify'] as const;

/** A saga and its recovery, as they are deployed. */
export interface SynthesizedSaga {
  readonly steps: readonly string[];
  /** In the Amazon States Language, as JSON; what it refers to by the logical id. */
  readonly saga: string;
  readonly recovery: string;
  /** Whether EventBridge tells the recovery queue of a recovery that ended so. */
  readonly tellsOf: Pattern;
}

/** Sagas of one to five steps on one table, whose name is `Records` and something. */
export function synthesizeSagas(): { readonly tableName: string; readonly sagas: readonly SynthesizedSaga[] } {
  const stack = newStack();
  const table = new TransactionTable(stack, 'Records');
  const steps = STEPS.map((name) => newStep(stack, name));
  for (let length = 1; length <= steps.length; length += 1) {
    const saga = new Saga(stack, `Saga${length}`, { steps: steps.slice(0, length), table });
    new SagaRecovery(stack, `Recovery${length}`, { saga });
  }
  const template = Template.fromStack(stack);
  const [tableName = ''] = Object.keys(template.findResources('AWS::DynamoDB::Table'));
  return { tableName, sagas: STEPS.map((_, index) => read(template, index + 1)) };
}

function read(template: Template, length: number): SynthesizedSaga {
  return {
    steps: STEPS.slice(0, length),
    saga: definition(template, `Saga${length}StateMachine`),
    recovery: definition(template, `Recovery${length}StateMachine`),
    tellsOf: ruleOf(template, `Recovery${length}RecoveryFailed`),
  };
}

/** A reference stands in angle brackets there, which no name of AWS's may have. */
function definition(template: Template, beginning: string): string {
  return JSON.stringify(definitionOf(template, beginning)).replaceAll(/<([^<>]+)>/g, '$1');
}

/** The rule's pattern without the machine, whose ARN is known on deployment only. */
function ruleOf(template: Template, beginning: string): Pattern {
  const rules = Object.entries(template.findResources('AWS::Events::Rule'));
  const [rule] = rules.filter(([logicalId]) => logicalId.startsWith(beginning));
  if (rule === undefined) throw new Error(`there is no rule ${beginning}, only ${rules.map(([id]) => id).join(', ')}`);
  const { stateMachineArn: _machine, ...detail } = rule[1].Properties.EventPattern.detail;
  return compilePattern({ detail });
}

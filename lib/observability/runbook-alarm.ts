import { Stack } from 'aws-cdk-lib';
import { Alarm, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

export interface RunbookAlarmProps {
  readonly metric: IMetric;
  /**
   * The alarm goes off at this value: of most that is watched, one is one too many.
   *
   * @default 1
   */
  readonly threshold?: number;
  /**
   * For so many of the metric's periods in a row.
   *
   * @default 1
   */
  readonly evaluationPeriods?: number;
  /** What it means for whom the application serves, in a sentence. */
  readonly meaning: string;
  /** The section of docs/runbook.md that says what to do, as it stands in a link. */
  readonly runbookSection: string;
}

/**
 * An alarm with a name that people can find, `<stack>/<path of the construct>`, and a description that says what it means
 * and where it stands what to do. A metric without data is fine: an idle queue reports none. $0.10 a month.
 */
export class RunbookAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: RunbookAlarmProps) {
    const stack = Stack.of(scope);
    super(scope, id, {
      metric: props.metric,
      threshold: props.threshold ?? 1,
      evaluationPeriods: props.evaluationPeriods ?? 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmName: `${stack.stackName}${scope.node.path.slice(stack.node.path.length)}/${id}`,
      alarmDescription: `${props.meaning} What to do: docs/runbook.md#${props.runbookSection}`,
    });
  }
}

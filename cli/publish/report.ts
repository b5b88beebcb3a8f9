import { duration } from '../report/duration.ts';

/** What a call of publish did, as `--json` prints it. */
export interface PublishReport {
  readonly topicArn: string;
  /** Messages that SNS took. */
  readonly published: number;
  /** Messages that SNS refused in the end. */
  readonly failed: number;
  /** Lines that were not valid, with `--skip-invalid`. */
  readonly skipped: number;
  /** Valid messages that were not sent, where it ended early. `null`: it ended before all of the input was read. */
  readonly unsent: number | null;
  readonly durationMs: number;
}

export function publishReport({ topicArn, published, failed, skipped, unsent, durationMs }: PublishReport): string {
  const counts = [
    `${count(published)} published`,
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
    ...(skipped > 0 ? [`${count(skipped)} invalid and skipped`] : []),
    ...(unsent === 0 ? [] : [unsent === null ? 'the rest not sent' : `${count(unsent)} not sent`]),
  ];
  return `${counts.join(', ')} in ${duration(durationMs)}${rate(published, durationMs)} to ${topicArn}`;
}

/** With the same separators everywhere: it is for people, but they do read logs of other machines. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** Of less than a second it would be mostly noise. */
function rate(published: number, durationMs: number): string {
  return durationMs < 1_000 ? '' : ` (${count(Math.round(published / (durationMs / 1_000)))} a second)`;
}

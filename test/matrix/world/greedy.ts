const GREEDY = 'greedy';

/** Records that make a step use up all its memory. */
export function greedy(step: string): readonly { readonly Id: string; readonly Step: string }[] {
  return [{ Id: GREEDY, Step: step }];
}

/** Whether a step is told to. */
export function isGreedy(records: readonly { readonly Id: string; readonly Step?: unknown }[], step: string): boolean {
  return records.some(({ Id, Step }) => Id === GREEDY && Step === step);
}

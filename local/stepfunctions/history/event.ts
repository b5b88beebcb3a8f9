/** What happened, without its place in the history: AWS's type and its one member of details, such as `taskFailedEventDetails`. */
export interface EventBody {
  readonly type: string;
  readonly [details: `${string}EventDetails`]: Readonly<Record<string, unknown>>;
}

/** An event of an execution's history, as GetExecutionHistory tells it. */
export interface HistoryEvent extends EventBody {
  readonly id: number;
  readonly previousEventId: number;
  /** Seconds since 1970, with milliseconds. */
  readonly timestamp: number;
}

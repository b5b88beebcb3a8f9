/** The context object, as AWS describes it; times are ISO 8601 with milliseconds. */
export interface ContextObject {
  readonly Execution: {
    readonly Id: string;
    readonly Input: unknown;
    readonly StartTime: string;
    readonly Name: string;
    readonly RoleArn: string;
    readonly RedriveCount: number;
  };
  readonly StateMachine: { readonly Id: string; readonly Name: string };
  /** Absent where the interpreter itself reads a path, which it does with what is the same in every state. */
  readonly State?: { readonly Name: string; readonly EnteredTime: string; readonly RetryCount?: number };
  readonly Map?: { readonly Item: MapItem };
}

export interface MapItem {
  readonly Index: number;
  readonly Value: unknown;
}

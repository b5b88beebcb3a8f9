import type { Assembly } from '../cloudformation/assembly.ts';
import { EventSourceMapping } from './event-source-mapping.ts';
import { readEventSourceMappings } from './event-source-mapping-config.ts';
import type { SqsExecute } from './event-source-mapping-queue.ts';
import type { FunctionInvoker } from './invoker.ts';

export interface EventSourceMappingsProps {
  /** Its AWS::Lambda::EventSourceMappings are polled. */
  readonly assembly: Assembly;
  readonly functions: FunctionInvoker;
  readonly sqs: SqsExecute;
  /** Gets a line where messages come again and their function cannot say why. @default - they are dropped */
  readonly onLog?: (functionName: string, line: string) => void;
}

export interface EventSourceMappings {
  /** Begins to poll: the functions' endpoint has to answer by then. */
  start(): void;
  /** Ends it at once, whatever is parked or runs. */
  close(): Promise<void>;
}

/** @throws TemplateError for a mapping that is not honoured here, or that AWS would refuse */
export function createEventSourceMappings(props: EventSourceMappingsProps): EventSourceMappings {
  const { assembly, functions, sqs, onLog } = props;
  const mappings = readEventSourceMappings(assembly).map(
    (config) =>
      new EventSourceMapping({
        config,
        functions,
        sqs,
        onProblem: (problem) => onLog?.(config.functionName, `event source mapping of ${config.queueArn}: ${problem}`),
      }),
  );
  return {
    start() {
      for (const mapping of mappings) mapping.start();
    },
    async close() {
      await Promise.all(mappings.map((mapping) => mapping.close()));
    },
  };
}

/** How much is said, from least to most. */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** What stands beside a message: names, figures and outcomes. Never a message's body, never a credential. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where the consumer's parts report to. */
export type Logger = { readonly [Level in LogLevel]: (message: string, fields?: LogFields) => void };

export interface JsonLoggerProps {
  /** What is less important than this is dropped. @default 'info' */
  readonly level?: LogLevel;
  /** Stands in every line. @default - nothing */
  readonly fields?: LogFields;
  /** @default - standard output, where the cluster's log agent reads */
  readonly write?: (line: string) => void;
}

/** One JSON object a line, with `time`, `level` and `message` first. */
export function jsonLogger({ level = 'info', fields = {}, write = toStandardOutput }: JsonLoggerProps = {}): Logger {
  const most = LOG_LEVELS.indexOf(level);
  const at =
    (name: LogLevel): Logger[LogLevel] =>
    (message, more) => {
      if (LOG_LEVELS.indexOf(name) > most) return;
      const entry = { time: new Date().toISOString(), level: name, message, ...fields, ...more };
      write(`${JSON.stringify(entry, readable)}\n`);
    };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}

function toStandardOutput(line: string): void {
  process.stdout.write(line);
}

/** JSON makes `{}` of an error, and throws at a bigint. */
function readable(_key: string, value: unknown): unknown {
  if (value instanceof Error) return describeError(value);
  return typeof value === 'bigint' ? String(value) : value;
}

/**
 * What is worth a line of an error: AWS's and Node's codes included, the stack not, and nothing else of what the SDK hangs
 * on it, which is the whole response.
 */
function describeError(error: Error & { readonly code?: unknown; readonly $metadata?: ResponseMetadata }): object {
  const { httpStatusCode, requestId } = error.$metadata ?? {};
  return { name: error.name, message: error.message, code: error.code, httpStatusCode, requestId, cause: error.cause };
}

interface ResponseMetadata {
  readonly httpStatusCode?: number;
  readonly requestId?: string;
}

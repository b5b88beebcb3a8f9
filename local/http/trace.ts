import { randomBytes } from 'node:crypto';

/**
 * The Root of an X-Ray trace header, which stands for one execution: every Lambda that it invokes, and every request
 * that those send, carries it. Undefined where there is none.
 */
export function traceRoot(header: unknown): string | undefined {
  return typeof header === 'string' ? /Root=([^;]+)/.exec(header)?.[1] : undefined;
}

/** A trace header as AWS starts one for a request that brings none: `Root=1-<8 hex>-<24 hex>;Sampled=0`. */
export function newTraceHeader(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')};Sampled=0`;
}

/** The Parent of an X-Ray trace header: the invocation that a request comes from. Undefined where there is none. */
export function traceParent(header: unknown): string | undefined {
  return typeof header === 'string' ? /Parent=([0-9a-f]+)/.exec(header)?.[1] : undefined;
}

/** The header for what an invocation asks for, with the invocation as its Parent. */
export function withParent(header: string, requestId: string): string {
  const parent = requestId.replaceAll('-', '').slice(0, 16);
  const [root = '', ...others] = header.split(';').filter((part) => !part.startsWith('Parent='));
  return [root, `Parent=${parent}`, ...others].join(';');
}

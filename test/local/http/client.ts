import { afterEach } from '@jest/globals';
import { type Listener, type ListenProps, listen } from '../../../local/http/server.ts';

const listeners: Listener[] = [];

afterEach(async () => {
  await Promise.all(listeners.splice(0).map((listener) => listener.close()));
});

/** Listens on a free port until the test is over. */
export async function listenForTest(props: Omit<ListenProps, 'port'>): Promise<Listener> {
  const listener = await listen({ port: 0, ...props });
  listeners.push(listener);
  return listener;
}

/** What an SDK client needs to reach it. */
export function clientOf({ endpoint }: Listener) {
  return {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
}

/** A request as curl would send it. */
export async function post(listener: Listener, headers: Record<string, string>, body: string, path = '/') {
  const response = await fetch(listener.endpoint + path, { method: 'POST', headers, body });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-34';
import { IMAGE } from './image-layout.ts';

/**
 * How kubelet asks. None of the answers waits for AWS, so that an outage of SQS restarts no pod.
 *
 * - startup: the server listens within a second, before the first credentials come. 30 x 1 s leave a node that is busy with its
 *   own start half a minute.
 * - liveness: `/healthz` remembers a held-up event loop for 10 s, so that a probe every 10 s misses none. Three in a row, 30 s,
 *   are a process that is stuck, not one that had a bad moment; a heartbeat that was due fails by then anyway.
 * - readiness: no Service looks at it, but a rolling update does, and the disruption budget: a new pod counts when it has
 *   credentials and receives, 5 s later at most.
 */
export function probes() {
  return {
    startup: httpGet('/healthz', { periodSeconds: 1, failureThreshold: 30 }),
    liveness: httpGet('/healthz', { periodSeconds: 10, failureThreshold: 3 }),
    readiness: httpGet('/readyz', { periodSeconds: 5, failureThreshold: 2 }),
  };
}

/** Twice what the event loop may be held up for. */
const TIMEOUT = Duration.seconds(2);

function httpGet(
  path: string,
  { periodSeconds, failureThreshold }: { periodSeconds: number; failureThreshold: number },
) {
  return Probe.fromHttpGet(path, {
    port: IMAGE.port,
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: TIMEOUT,
    failureThreshold,
  });
}

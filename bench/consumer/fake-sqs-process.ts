import { FakeQueue } from './fake-queue.ts';
import { FakeSqs } from './fake-sqs.ts';

/**
 * The fake SQS in a process of its own, so that its work is not counted as a contender's. It is given messages by its parent,
 * tells its parent where the queue is, and answers `counts` with what became of them.
 */
export type ToFakeSqs = { readonly fill: number; readonly bodyBytes: number } | 'counts';

const latencyMs = Number(process.argv[2]);
const queue = new FakeQueue();
const sqs = (await FakeSqs.listen({ latencyMs, queue })).forgetCalls();

process.on('message', (request: ToFakeSqs) => {
  if (request !== 'counts') {
    const body = 'x'.repeat(request.bodyBytes);
    for (let index = 0; index < request.fill; index += 1) queue.send(body);
  }
  process.send?.({ queueUrl: sqs.queueUrl, counts: queue.counts });
});
process.on('disconnect', () => process.exit());

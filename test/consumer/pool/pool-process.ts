import { Metrics } from '../../../consumer/metrics.ts';
import { ConsumerPool } from '../../../consumer/pool.ts';
import { client } from './client.ts';

/**
 * A pool in a process of its own: in jest's sandbox, Node's errors are no instances of the sandbox's Error, and the SDK wraps
 * them beyond recognition. It sends its log lines to its parent.
 */
const queueUrl = process.argv[2] ?? '';
const tell =
  (level: string) =>
  (message: string, fields: object = {}) => {
    process.send?.({ log: { level, message, ...fields, error: undefined } });
  };
const metrics = new Metrics();
const pool = new ConsumerPool({
  client: client(queueUrl),
  queueUrl,
  handler: async () => 'done',
  logger: { info: tell('info'), warn: tell('warn'), error: tell('error') },
  metrics,
  waitTimeSeconds: 1,
});
await pool.start();
process.on('disconnect', () => process.exit());

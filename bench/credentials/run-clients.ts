import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { FakeAws } from './fake-aws.ts';
import type { Contender, Latencies, Plan } from './protocol.ts';
import type { Scenario } from './scenarios.ts';

export interface Result extends Latencies {
  /** STS calls for each set of keys that the SQS client has used: 1 where clients share them, 2 where each fetches its own. */
  readonly callsPerRefresh: number;
}

/** Runs the clients of one contender in a process of their own, and checks what came of it. */
export async function runClients(
  aws: FakeAws,
  scenario: Scenario,
  contender: Contender,
  tokenFile: string,
): Promise<Result> {
  aws.answering = 'yes';
  aws.validityMs = scenario.validityMs[contender];
  aws.fetches = 0;
  aws.signed.length = 0;
  const plan: Plan = { contender, forMs: scenario.forMs, pauseMs: scenario.pauseMs };
  const child = fork(join(import.meta.dirname, 'clients.ts'), [JSON.stringify(plan)], {
    env: {
      PATH: process.env.PATH,
      APP_ENV: 'production',
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/bench',
      AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile,
    },
  });
  try {
    await messageOf(child);
    aws.answering = scenario.answering;
    child.send('go');
    const latencies = (await messageOf(child)) as Latencies;
    check(aws, scenario, latencies);
    const used = new Set(aws.signed.filter(({ service }) => service === 'sqs').map(({ accessKey }) => accessKey));
    return { ...latencies, callsPerRefresh: aws.fetches / used.size };
  } finally {
    child.kill();
  }
}

/** A scenario that no refresh fell into would measure nothing. */
function check(aws: FakeAws, { answering, about }: Scenario, { requests, failed }: Latencies): void {
  if (aws.signed.length < requests - failed) {
    throw new Error(`${about}: ${requests - failed} requests had an answer, but only ${aws.signed.length} arrived`);
  }
  if (aws.fetches < (answering === 'yes' ? 3 : 2)) throw new Error(`${about}: STS was asked ${aws.fetches} times only`);
  if (answering === 'yes' && failed > 0)
    throw new Error(`${about}: ${failed} of ${requests} requests failed although STS was up`);
}

function messageOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the clients ended with ${code} before they were done`)));
  });
}

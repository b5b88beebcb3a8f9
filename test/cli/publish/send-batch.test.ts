import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from '@jest/globals';
import { MAX_TRIES, sendBatch } from '../../../cli/publish/send-batch.ts';
import { topicOf } from '../../../cli/publish/topic.ts';
import { stubAws } from '../../support/aws-stub.ts';
import { TOPIC_ARN } from '../aws.ts';

const aws = stubAws(SNSClient);

interface Entry {
  readonly Id: string;
  readonly Message: string;
}

/** Answers as SNS does: each entry by what the test says of its body. */
function answer(judge: (body: string, call: number) => { Code: string; SenderFault: boolean } | undefined) {
  let call = 0;
  aws.on(PublishBatchCommand).callsFake(async (command) => {
    call += 1;
    const entries = (command.input as { PublishBatchRequestEntries: Entry[] }).PublishBatchRequestEntries;
    const judged = entries.map(({ Id, Message }) => ({ Id, failure: judge(Message, call) }));
    return {
      Successful: judged.filter(({ failure }) => failure === undefined).map(({ Id }) => ({ Id, MessageId: `m-${Id}` })),
      Failed: judged
        .filter(({ failure }) => failure !== undefined)
        .map(({ Id, failure }) => ({ Id, ...failure, Message: 'it says why' })),
    };
  });
}

function messages(...bodies: string[]) {
  return bodies.map((body, index) => ({ number: index + 1, name: `${body}-1`, body }));
}

async function send(...bodies: string[]) {
  const slept: number[] = [];
  const outcome = await sendBatch(messages(...bodies), {
    sns: new SNSClient({ region: 'eu-west-1' }),
    topic: topicOf(TOPIC_ARN, undefined),
    sleep: async (ms) => slept.push(ms),
    random: () => 1,
  });
  return { ...outcome, slept };
}

function sentBodies(): string[][] {
  return aws
    .inputs(PublishBatchCommand)
    .map(({ PublishBatchRequestEntries = [] }) => PublishBatchRequestEntries.map(({ Message }) => String(Message)));
}

const THROTTLED = { Code: 'Throttled', SenderFault: false };

describe('sending a batch', () => {
  it('sends a batch that SNS takes once', async () => {
    answer(() => undefined);
    expect(await send('a', 'b')).toEqual({ published: 2, failures: [], slept: [] });
    expect(sentBodies()).toEqual([['a', 'b']]);
  });

  it('sends only those again that SNS did not take, with a back-off that doubles', async () => {
    answer((body, call) => (body === 'b' && call < 4 ? THROTTLED : undefined));
    expect(await send('a', 'b', 'c')).toEqual({ published: 3, failures: [], slept: [400, 800, 1_600] });
    expect(sentBodies()).toEqual([['a', 'b', 'c'], ['b'], ['b'], ['b']]);
  });

  it('gives up what SNS never takes, and says why', async () => {
    answer((body) => (body === 'b' ? { Code: 'InternalError', SenderFault: false } : undefined));
    const { published, failures, slept } = await send('a', 'b');
    expect(published).toBe(1);
    expect(failures).toEqual([
      { message: expect.objectContaining({ number: 2 }), reason: 'InternalError: it says why' },
    ]);
    expect(slept).toHaveLength(MAX_TRIES - 1);
    expect(sentBodies()).toHaveLength(MAX_TRIES);
  });

  it("does not send again what is the sender's fault", async () => {
    answer((body) => (body === 'b' ? { Code: 'InvalidParameter', SenderFault: true } : undefined));
    const { published, failures } = await send('a', 'b', 'c');
    expect(published).toBe(2);
    expect(failures.map(({ message }) => message.body)).toEqual(['b']);
    expect(sentBodies()).toHaveLength(1);
  });

  it('sends again what the answer says nothing of', async () => {
    aws
      .on(PublishBatchCommand)
      .onFirstCall()
      .resolves({ Successful: [{ Id: '0' }] })
      .onSecondCall()
      .resolves({ Successful: [{ Id: '0' }] });
    expect(await send('a', 'b')).toMatchObject({ published: 2, failures: [] });
    expect(sentBodies()).toEqual([['a', 'b'], ['b']]);
  });

  it('sends all of it again after a request that failed for now', async () => {
    const outage = Object.assign(new Error('try later'), {
      name: 'ServiceUnavailable',
      $metadata: { httpStatusCode: 503 },
    });
    const stub = aws.on(PublishBatchCommand);
    stub.onFirstCall().rejects(outage);
    stub.onSecondCall().resolves({ Successful: [{ Id: '0' }, { Id: '1' }] });
    expect(await send('a', 'b')).toMatchObject({ published: 2, failures: [] });
  });

  it('hands on a refusal at once, with what was published before it', async () => {
    const refusal = Object.assign(new Error('not yours'), {
      name: 'AuthorizationError',
      $metadata: { httpStatusCode: 403 },
    });
    const stub = aws.on(PublishBatchCommand);
    stub.onFirstCall().resolves({ Successful: [{ Id: '0' }], Failed: [{ Id: '1', ...THROTTLED }] });
    stub.onSecondCall().rejects(refusal);
    expect(await send('a', 'b')).toMatchObject({ published: 1, failures: [], refusal });
  });

  it('gives up on an outage that lasts', async () => {
    const outage = Object.assign(new Error('no route'), { code: 'ECONNRESET' });
    aws.on(PublishBatchCommand).rejects(outage);
    expect(await send('a')).toMatchObject({ published: 0, failures: [], refusal: outage });
    expect(sentBodies()).toHaveLength(MAX_TRIES);
  });
});

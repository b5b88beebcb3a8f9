import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { PublishBatchCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deploy, stubCloud, TOPIC_ARN } from '../aws.ts';
import { saga } from '../terminal.ts';

const aws = stubCloud();
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'saga-test-'));
});
afterAll(async () => rm(directory, { recursive: true, force: true }));

interface Entry {
  readonly Id: string;
  readonly Message: string;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
}

/** What was sent, message by message. */
function sent(): Entry[] {
  return aws
    .inputs(PublishBatchCommand)
    .flatMap(({ PublishBatchRequestEntries = [] }) => PublishBatchRequestEntries as Entry[]);
}

function sentIds(): string[] {
  return sent().map(({ Message }) => JSON.parse(Message).TransactionDetails.TransactionId);
}

function entriesOf(command: { readonly input: object }): Entry[] {
  return (command.input as { PublishBatchRequestEntries: Entry[] }).PublishBatchRequestEntries;
}

async function file(name: string, text: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, text);
  return path;
}

beforeEach(() => {
  deploy(aws);
  aws
    .on(PublishBatchCommand)
    .callsFake(async (command) => ({ Successful: entriesOf(command).map(({ Id }) => ({ Id })), Failed: [] }));
});

describe('publishing arguments', () => {
  it('publishes ids and JSON of all forms, as envelopes', async () => {
    const { exitCode, stdout } = await saga([
      'publish',
      '1',
      '{"TransactionId":"2"}',
      '{"Payload":{"TransactionDetails":{"TransactionId":"3"},"Attempt":2}}',
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^3 published in \\d+ ms to ${TOPIC_ARN}\n$`));
    expect(sent().map(({ Message }) => Message)).toEqual([
      '{"TransactionDetails":{"TransactionId":"1"},"Attempt":1}',
      '{"TransactionDetails":{"TransactionId":"2"},"Attempt":1}',
      '{"TransactionDetails":{"TransactionId":"3"},"Attempt":2}',
    ]);
  });

  it('finds the topic of the stage that is named, and of no other', async () => {
    deploy(aws, { stage: 'qa' });
    expect((await saga(['publish', '1', '--stage', 'qa'])).exitCode).toBe(0);
    expect(aws.inputs(PublishBatchCommand)).toMatchObject([{ TopicArn: TOPIC_ARN }]);
    const { exitCode, stderr } = await saga(['publish', '1', '--stage', 'other']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('stage other has no SSM parameter /fanout-saga/other/messaging/topic-arn');
  });

  it('tells of each that is wrong by its place, and publishes none', async () => {
    const { exitCode, stdout, stderr } = await saga(['publish', 'fine', 'a b', '{"TransactionId":"1","Attempt":1}']);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^argument 2: .*"a b"/),
      expect.stringMatching(/^argument 3: TransactionDetails has the property "Attempt"/),
      expect.stringMatching(/^2 of 3 transactions are not valid, so nothing was published/),
      '',
    ]);
    expect(aws.requests()).toBe(0);
  });

  it('refuses arguments beside a file', async () => {
    const { exitCode, stderr } = await saga(['publish', '1', '--file', 'f']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('leave the other out');
  });
});

describe('publishing lines', () => {
  it('publishes a file in batches of ten', async () => {
    const ids = Array.from({ length: 25 }, (_, index) => `t-${index}`);
    const path = await file(
      'many.jsonl',
      ids.map((TransactionId) => `${JSON.stringify({ TransactionId })}\n`).join(''),
    );
    const { exitCode, stdout } = await saga(['publish', '--file', path, '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      topicArn: TOPIC_ARN,
      published: 25,
      failed: 0,
      skipped: 0,
      unsent: 0,
      durationMs: expect.any(Number),
    });
    expect(
      aws
        .inputs(PublishBatchCommand)
        .map((input) => input.PublishBatchRequestEntries?.length)
        .sort(),
    ).toEqual([10, 10, 5]);
    expect(sentIds().sort()).toEqual([...ids].sort());
  });

  it.each([[[]], [['--file', '-']]])('publishes standard input with %j', async (argv) => {
    expect(
      (await saga(['publish', ...argv], { stdin: '{"TransactionId":"1"}\n\n{"TransactionId":"2"}' })).exitCode,
    ).toBe(0);
    expect(sentIds()).toEqual(['1', '2']);
  });

  it('tells of all wrong lines by their numbers, and publishes none', async () => {
    const path = await file(
      'bad.jsonl',
      `{"TransactionId":"1"}\n{"TransactionId":\n\n{"TransactionId":"3","Records":[{}]}\n{"TransactionId":"${'x'.repeat(140_000)}"}\n`,
    );
    const { exitCode, stderr } = await saga(['publish', '--file', path]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${path} line 2: the text is not JSON`);
    expect(stderr).toContain(`${path} line 4: Records[0].Id is nothing`);
    expect(stderr).toContain(`${path} line 5: the message is 140043 bytes, but may have at most 131072 (128 KiB)`);
    expect(stderr).toContain('3 of 4 transactions are not valid');
    expect(aws.requests()).toBe(0);
  });

  it('publishes the others with --skip-invalid', async () => {
    const { exitCode, stdout, stderr } = await saga(['publish', '--skip-invalid', '--json'], {
      stdin: '{"TransactionId":"1"}\nnonsense\n{"TransactionId":"3"}\n',
    });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ published: 2, skipped: 1, unsent: 0 });
    expect(stderr).toContain('standard input line 2: the text is not JSON');
    expect(sentIds()).toEqual(['1', '3']);
  });

  it('publishes while it still reads with --skip-invalid', async () => {
    let release = () => {};
    const firstIsOut = new Promise<void>((resolve) => {
      release = resolve;
    });
    aws.on(PublishBatchCommand).callsFake(async (command) => {
      release();
      return { Successful: entriesOf(command).map(({ Id }) => ({ Id })) };
    });
    const stdin = Readable.from(
      (async function* () {
        for (let id = 0; id < 11; id += 1) yield Buffer.from(`{"TransactionId":"${id}"}\n`);
        await firstIsOut;
        yield Buffer.from('{"TransactionId":"last"}\n');
      })(),
    );
    expect((await saga(['publish', '--skip-invalid'], { stdin })).exitCode).toBe(0);
    expect(sentIds()).toHaveLength(12);
  });

  it('says so where no line is valid with --skip-invalid', async () => {
    const { exitCode, stderr } = await saga(['publish', '--skip-invalid'], { stdin: 'nonsense\n' });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('none of the transactions is valid');
  });

  it('has nothing to do with an empty input', async () => {
    const { exitCode, stderr } = await saga(['publish'], { stdin: '\n\n' });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('there is nothing to publish');
    expect(aws.requests()).toBe(0);
  });

  it('does not wait for what is typed into a terminal', async () => {
    const { exitCode, stderr } = await saga(['publish'], { isTTY: true });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('there is nothing to publish');
  });

  it.each([
    ['missing', 'ENOENT'],
    ['.', 'EISDIR'],
  ])('says why the file %s cannot be read', async (name, code) => {
    const { exitCode, stderr } = await saga(['publish', '--file', join(directory, name)]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`cannot be read (${code})`);
  });

  it('leaves nothing behind in the temporary directory', async () => {
    const before = await readdir(tmpdir());
    await saga(['publish'], { stdin: '{"TransactionId":"1"}\n' });
    await saga(['publish'], { stdin: 'nonsense\n' });
    const left = (await readdir(tmpdir())).filter((name) => name.startsWith('saga-publish-') && !before.includes(name));
    expect(left).toEqual([]);
  });
});

describe('what SNS refuses', () => {
  it('counts what SNS does not take, and names it by its line', async () => {
    aws.on(PublishBatchCommand).callsFake(async (command) => {
      const entries = entriesOf(command);
      const isBad = ({ Message }: Entry) => Message.includes('"bad"');
      return {
        Successful: entries.filter((entry) => !isBad(entry)).map(({ Id }) => ({ Id })),
        Failed: entries
          .filter(isBad)
          .map(({ Id }) => ({ Id, Code: 'InvalidParameter', Message: 'no', SenderFault: true })),
      };
    });
    const { exitCode, stdout, stderr } = await saga(['publish', 'a', 'bad', 'c', '--json']);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ published: 2, failed: 1, unsent: 0 });
    expect(stderr).toContain('argument 2: bad-1 was not published, InvalidParameter: no');
    expect(stderr).toContain('SNS did not take 1 of 3 messages');
  });

  it('stops at a refusal of all, after a report of what was published', async () => {
    aws.on(PublishBatchCommand).callsFake(async (command) => {
      if (entriesOf(command).some(({ Message }) => Message.includes('"t-9"')))
        return { Successful: entriesOf(command).map(({ Id }) => ({ Id })) };
      throw Object.assign(new Error('User is not authorized'), {
        name: 'AuthorizationErrorException',
        $fault: 'client',
        $metadata: { httpStatusCode: 403, requestId: 'r-1' },
      });
    });
    const stdin = Array.from({ length: 1_000 }, (_, index) => `{"TransactionId":"t-${index}"}\n`).join('');
    const { exitCode, stdout, stderr } = await saga(['publish', '--json'], { stdin });
    expect(exitCode).toBe(3);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ published: 10, failed: 0, unsent: 990 });
    expect(aws.inputs(PublishBatchCommand).length).toBeLessThan(40);
    expect(stderr).toBe('AWS refused with AuthorizationErrorException: User is not authorized (request r-1)\n');
  });

  it('reports what was published when the input breaks off', async () => {
    const stdin = Readable.from(
      (async function* () {
        for (let id = 0; id < 10; id += 1) yield Buffer.from(`{"TransactionId":"${id}"}\n`);
        throw Object.assign(new Error('i/o error'), { code: 'EIO', syscall: 'read' });
      })(),
    );
    const { exitCode, stdout, stderr } = await saga(['publish', '--skip-invalid', '--json'], { stdin });
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ unsent: null });
    expect(stderr).toContain('standard input cannot be read (EIO)');
  });
});

describe('Ctrl-C', () => {
  it('publishes nothing where the check is not through', async () => {
    const interrupt = new AbortController();
    const stdin = new PassThrough();
    stdin.write('{"TransactionId":"1"}\n');
    setImmediate(() => interrupt.abort());
    const { exitCode, stderr } = await saga(['publish'], { stdin, signal: interrupt.signal });
    expect(exitCode).toBe(130);
    expect(stderr).toBe('stopped: nothing was published\n');
    expect(aws.requests()).toBe(0);
  });

  it('finishes and counts what is under way', async () => {
    const interrupt = new AbortController();
    aws.on(PublishBatchCommand).callsFake(async (command) => {
      interrupt.abort();
      await new Promise((resolve) => setImmediate(resolve));
      return { Successful: entriesOf(command).map(({ Id }) => ({ Id })) };
    });
    const stdin = Array.from({ length: 5_000 }, (_, index) => `{"TransactionId":"t-${index}"}\n`).join('');
    const { exitCode, stdout, stderr } = await saga(['publish', '--json'], { stdin, signal: interrupt.signal });
    expect(exitCode).toBe(130);
    const { published, unsent } = JSON.parse(stdout);
    expect(published).toBe(sent().length);
    expect(published).toBeGreaterThan(0);
    expect(published + unsent).toBe(5_000);
    expect(unsent).toBeGreaterThan(4_000);
    expect(stderr).toContain('stopped before the end');
  });
});

describe('groups', () => {
  it('sends no group to a standard topic by itself', async () => {
    await saga(['publish', '1']);
    expect(Object.keys(sent()[0] ?? {})).toEqual(['Id', 'Message']);
  });

  it('names the tenant on a standard topic', async () => {
    await saga(['publish', '1', '--group-id', 'acme']);
    expect(sent()).toMatchObject([{ MessageGroupId: 'acme' }]);
    expect(sent()[0]).not.toHaveProperty('MessageDeduplicationId');
  });

  it('makes each attempt of a transaction its own group on a FIFO topic', async () => {
    deploy(aws, { topicArn: `${TOPIC_ARN}.fifo` });
    await saga(['publish', '{"TransactionDetails":{"TransactionId":"1"},"Attempt":3}']);
    expect(sent()).toMatchObject([{ MessageGroupId: '1-3', MessageDeduplicationId: '1-3' }]);
  });

  it('refuses a tenant on a FIFO topic', async () => {
    deploy(aws, { topicArn: `${TOPIC_ARN}.fifo` });
    const { exitCode, stderr } = await saga(['publish', '1', '--group-id', 'acme']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('leave --group-id out');
    expect(sent()).toEqual([]);
  });

  it.each(['', 'a b', 'x'.repeat(129), 'ü'])('refuses the tenant %j', async (tenant) => {
    const { exitCode, stderr } = await saga(['publish', '1', '--group-id', tenant]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('1 to 128');
  });
});

describe('progress', () => {
  it('rewrites one line on a terminal', async () => {
    const { stderr } = await saga(['publish', '1'], { isTTY: true });
    expect(stderr).toContain('1 checked');
  });

  it('says nothing in a pipe', async () => {
    expect((await saga(['publish', '1'])).stderr).toBe('');
  });
});

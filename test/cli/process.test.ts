import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const MAIN = new URL('../../cli/main.ts', import.meta.url).pathname;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'saga-test-'));
});
afterAll(async () => rm(directory, { recursive: true, force: true }));

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Around {
  readonly stdin?: string;
  readonly env?: Record<string, string>;
  /** Called when the process has written something to standard error. */
  readonly onStderr?: (child: ReturnType<typeof spawn>) => void;
}

/** The program as a user's shell runs it, in an environment without anything of AWS. */
async function saga(argv: readonly string[], { stdin = '', env = {}, onStderr }: Around = {}): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...argv], { env: { PATH: process.env.PATH, HOME: directory, ...env } });
  child.stdin.on('error', () => {
    // It has ended without reading its input: its exit code tells.
  });
  child.stdin.end(stdin);
  if (onStderr !== undefined) child.stderr.once('data', () => onStderr(child));
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { exitCode: await exited, stdout, stderr };
}

describe('help', () => {
  it('is on standard output where it is asked for, and ends with 0', async () => {
    const { exitCode, stdout, stderr } = await saga(['--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Usage: saga');
    expect(stderr).toBe('');
  });

  it('is on standard error where a command is missing, and ends with 2', async () => {
    const { exitCode, stdout, stderr } = await saga([]);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('Usage: saga');
  });
});

describe('the process', () => {
  it('tells its version', async () => {
    const { exitCode, stdout } = await saga(['version', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      name: 'fanout-saga',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      node: process.versions.node,
    });
  });

  it('reports wrong lines of a file by number and ends with 2, without a stack', async () => {
    const path = join(directory, 'orders.jsonl');
    await writeFile(path, '{"TransactionId":"1"}\n{"TransactionId":2}\n\n{oops\n');
    const { exitCode, stdout, stderr } = await saga(['publish', '--file', path, '--local']);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n')).toEqual([
      `${path} line 2: TransactionDetails.TransactionId is the number 2, but has to be a string of 1 to 64 of A-Z a-z 0-9 _ -`,
      expect.stringMatching(/orders\.jsonl line 4: the text is not JSON/),
      '2 of 3 transactions are not valid, so nothing was published: mend them, or publish the others with --skip-invalid',
    ]);
  });

  it('reports wrong lines of standard input', async () => {
    const { exitCode, stderr } = await saga(['publish'], { stdin: '\uFEFF{"TransactionId":"1"}\r\n[1,2]\r\n' });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('standard input line 2: the input is a list of 2');
    expect(stderr).toContain('1 of 2 transactions is not valid, so nothing was published: mend it');
  });

  it('ends with 3 where no embedded cloud answers, and says how to start one', async () => {
    const { exitCode, stderr } = await saga(['list', '--local'], { env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' } });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(
      /^no embedded cloud answers on http:\/\/127\.0\.0\.1:1 \(.*ECONNREFUSED.*\): start it with npm run local.*\n$/,
    );
  });

  it('ends with 2 where no region is configured', async () => {
    const { exitCode, stderr } = await saga(['list']);
    expect(exitCode).toBe(2);
    expect(stderr).toBe('no AWS region is configured: set AWS_REGION, or use --local for the embedded cloud\n');
  });

  it('ends with 3 where there are no credentials', async () => {
    // Without the instance's metadata service, which the SDK would ask last.
    const { exitCode, stderr } = await saga(['list'], {
      env: { AWS_REGION: 'eu-west-1', AWS_EC2_METADATA_DISABLED: 'true' },
    });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^no AWS credentials were found .*\n$/);
  });
});

describe('the requests', () => {
  let server: Server;
  let endpoint: string;
  const requests: { target: string; authorization: string }[] = [];
  let answer: (target: string) => { status: number; body: object } | undefined;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const target = String(request.headers['x-amz-target']);
      requests.push({ target, authorization: String(request.headers.authorization) });
      request.resume().on('end', () => {
        const answered = answer(target);
        // Nothing: the request hangs.
        if (answered !== undefined)
          response
            .writeHead(answered.status, { 'content-type': 'application/x-amz-json-1.1' })
            .end(JSON.stringify(answered.body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it.each([
    ['--endpoint', () => ({ argv: ['--endpoint', endpoint], env: {} })],
    ['--local with AWS_ENDPOINT_URL', () => ({ argv: ['--local'], env: { AWS_ENDPOINT_URL: endpoint } })],
    [
      '--endpoint before AWS_ENDPOINT_URL',
      () => ({ argv: ['--local', '--endpoint', endpoint], env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' } }),
    ],
  ])("go to the embedded cloud with %s, signed with keys that are nobody's", async (_way, around) => {
    requests.length = 0;
    answer = () => ({ status: 400, body: { __type: 'AccessDeniedException', message: 'not you' } });
    const { argv, env } = around();
    const { exitCode, stderr } = await saga(['list', ...argv], {
      env: { AWS_ACCESS_KEY_ID: 'AKIAREAL', AWS_SECRET_ACCESS_KEY: 'real', ...env },
    });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(new RegExp(`^${endpoint} refused with AccessDeniedException: not you`));
    expect(requests).toEqual([
      {
        target: 'AmazonSSM.GetParameters',
        authorization: expect.stringMatching(/Credential=local\/\d+\/us-east-1\/ssm\//),
      },
    ]);
  });

  it('go where AWS_ENDPOINT_URL says without --local, with the credentials that are configured', async () => {
    requests.length = 0;
    answer = () => ({ status: 400, body: { __type: 'ExpiredTokenException', message: 'expired' } });
    const { exitCode, stderr } = await saga(['list'], {
      env: {
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'AKIAREAL',
        AWS_SECRET_ACCESS_KEY: 'real',
      },
    });
    expect(exitCode).toBe(3);
    expect(stderr).toBe('AWS does not accept the credentials (ExpiredTokenException: expired): log in again\n');
    expect(requests).toMatchObject([{ authorization: expect.stringMatching(/Credential=AKIAREAL\/\d+\/eu-west-1\//) }]);
  });

  it('stops on Ctrl-C while it waits, with 130', async () => {
    answer = (target) => {
      if (target.endsWith('GetParameters')) {
        const names = { 'saga/state-machine-arn': 'arn:aws:states:us-east-1:1:stateMachine:S', 'saga/table-name': 'T' };
        return {
          status: 200,
          body: {
            Parameters: Object.entries(names).map(([name, Value]) => ({ Name: `/fanout-saga/dev/${name}`, Value })),
          },
        };
      }
      return { status: 200, body: target.endsWith('DescribeExecution') ? { status: 'RUNNING' } : {} };
    };
    const { exitCode, stderr } = await saga(['start', '1', '--wait', '--endpoint', endpoint], {
      onStderr: (child) => child.kill('SIGINT'),
    });
    expect(exitCode).toBe(130);
    expect(stderr).toContain('stopped waiting; 1-1 runs on');
  });
});

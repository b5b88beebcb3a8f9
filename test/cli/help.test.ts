import { describe, expect, it } from '@jest/globals';
import { saga } from './terminal.ts';

const COMMANDS = ['publish', 'start', 'retry', 'status', 'list', 'version'];

describe('help', () => {
  it('lists the commands, how they find AWS, and the exit codes', async () => {
    const { exitCode, stdout, stderr } = await saga(['--help']);
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
    expect(stdout).toContain('--local');
    expect(stdout).toContain('AWS_PROFILE');
    expect(stdout).toContain('Exit codes: 0 done');
  });

  it.each(COMMANDS)('has examples of %s, its global options, and what its exit codes mean', async (command) => {
    const { exitCode, stdout } = await saga([command, '--help']);
    expect(exitCode).toBe(0);
    const [, examples = '', codes = ''] = stdout.split(/^(?:Examples|Exit codes):$/m);
    expect(examples).toContain(`saga ${command}`);
    for (const code of [0, 2, 3]) expect(codes).toMatch(new RegExp(`^ +${code} {2}\\S`, 'm'));
    expect(stdout).toContain('--stage');
    expect((await saga(['help', command])).stdout).toBe(stdout);
  });

  it.each([
    [['lst'], 'Did you mean list?'],
    [['list', '--limt', '3'], 'Did you mean --limit?'],
    [['status'], 'missing required argument'],
  ])('is offered for %j, which ends with 2', async (argv, words) => {
    const { exitCode, stdout, stderr } = await saga(argv);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(words);
    expect(stderr).toContain('--help says more');
  });
});

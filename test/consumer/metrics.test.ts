import { describe, expect, test } from '@jest/globals';
import { Metrics } from '../../consumer/metrics.ts';

describe('Metrics', () => {
  test('writes counters in the exposition format, each series from the start', () => {
    const metrics = new Metrics();
    const calls = metrics.counter('calls_total', 'Calls.');
    calls.with({ call: 'delete', class: 'network' }).inc();
    calls.with({ call: 'delete', class: 'network' }).inc(2);
    calls.with({ call: 'receive', class: 'network' });
    expect(metrics.exposition()).toBe(
      [
        '# HELP calls_total Calls.',
        '# TYPE calls_total counter',
        'calls_total{call="delete",class="network"} 3',
        'calls_total{call="receive",class="network"} 0',
        '',
      ].join('\n'),
    );
  });

  test('asks gauges at each scrape', () => {
    const metrics = new Metrics();
    let value = 1;
    metrics.gauge('depth', 'Depth.', () => value);
    expect(metrics.exposition()).toContain('# TYPE depth gauge\ndepth 1\n');
    value = Number.NaN;
    expect(metrics.exposition()).toContain('\ndepth NaN\n');
  });

  test('counts a histogram cumulatively, with sum and count', () => {
    const metrics = new Metrics();
    const seconds = metrics.histogram('seconds', 'Seconds.', [0.1, 1]);
    for (const value of [0.05, 0.1, 0.5, 7, Number.NaN]) seconds.observe(value);
    expect(metrics.exposition().split('\n').slice(2, 7)).toEqual([
      'seconds_bucket{le="0.1"} 2',
      'seconds_bucket{le="1"} 3',
      'seconds_bucket{le="+Inf"} 4',
      'seconds_sum 7.65',
      'seconds_count 4',
    ]);
  });

  test('escapes what would break a line', () => {
    const metrics = new Metrics();
    metrics.counter('odd_total', 'Two\nlines, one \\.').with({ name: 'a "b"\n\\c' }).inc();
    expect(metrics.exposition()).toContain('# HELP odd_total Two\\nlines, one \\\\.\n');
    expect(metrics.exposition()).toContain('odd_total{name="a \\"b\\"\\n\\\\c"} 1\n');
  });

  test('refuses a name that is taken or malformed', () => {
    const metrics = new Metrics();
    metrics.gauge('depth', 'Depth.', () => 0);
    expect(() => metrics.counter('depth', 'Again.')).toThrow('metric depth is there already');
    expect(() => metrics.counter('queue-depth', 'Dash.')).toThrow('metric "queue-depth" has to consist of letters');
  });
});

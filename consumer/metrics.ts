/** `Content-Type` of the Prometheus text exposition format. */
export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Values of a metric's labels. Keep them few and known: every combination is a time series. */
export type Labels = Readonly<Record<string, string>>;

interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  samples(): Iterable<string>;
}

/** The figures of one process, in the text that Prometheus scrapes: a dozen of them need no library. */
export class Metrics {
  readonly #families = new Map<string, Family>();

  /** A figure that only grows. Its name ends in `_total`, as Prometheus wants it. */
  counter(name: string, help: string): Counter {
    return this.#register(new Counter(name, help));
  }

  /** A figure that is asked for at each scrape; `NaN` where there is none. */
  gauge(name: string, help: string, read: () => number): void {
    this.#register({ name, help, type: 'gauge', samples: () => [`${name} ${number(read())}`] });
  }

  /** A distribution. @param buckets upper bounds, ascending */
  histogram(name: string, help: string, buckets: readonly number[]): Histogram {
    return this.#register(new Histogram(name, help, buckets));
  }

  exposition(): string {
    let text = '';
    for (const family of this.#families.values()) {
      const help = family.help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
      text += `# HELP ${family.name} ${help}\n# TYPE ${family.name} ${family.type}\n`;
      for (const sample of family.samples()) text += `${sample}\n`;
    }
    return text;
  }

  #register<F extends Family>(family: F): F {
    if (!/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(family.name)) {
      throw new Error(
        `metric ${JSON.stringify(family.name)} has to consist of letters, digits, _ and :, the first no digit: rename it`,
      );
    }
    if (this.#families.has(family.name))
      throw new Error(`metric ${family.name} is there already: give each metric a name of its own`);
    this.#families.set(family.name, family);
    return family;
  }
}

export class Counter implements Family {
  readonly type = 'counter';
  readonly name: string;
  readonly help: string;
  readonly #series = new Map<string, CounterSeries>();

  constructor(name: string, help: string) {
    this.name = name;
    this.help = help;
  }

  /** One time series, there from now on with the value 0. Keep it: finding it again costs more than counting. */
  with(labels: Labels = {}): CounterSeries {
    const key = labelText(labels);
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    const series = new CounterSeries();
    this.#series.set(key, series);
    return series;
  }

  *samples(): Iterable<string> {
    for (const [labels, { value }] of this.#series) yield `${this.name}${labels} ${number(value)}`;
  }
}

export class CounterSeries {
  value = 0;

  inc(by = 1): void {
    this.value += by;
  }
}

export class Histogram implements Family {
  readonly type = 'histogram';
  readonly name: string;
  readonly help: string;
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;

  constructor(name: string, help: string, bounds: readonly number[]) {
    this.name = name;
    this.help = help;
    this.#bounds = [...bounds, Number.POSITIVE_INFINITY];
    this.#counts = this.#bounds.map(() => 0);
  }

  observe(value: number): void {
    const index = this.#bounds.findIndex((bound) => value <= bound);
    // Every number is at most +Inf; what is not a number would spoil the sum for good.
    if (index < 0) return;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#sum += value;
  }

  *samples(): Iterable<string> {
    let count = 0;
    for (const [index, bound] of this.#bounds.entries()) {
      count += this.#counts[index] ?? 0;
      yield `${this.name}_bucket{le="${number(bound)}"} ${count}`;
    }
    yield `${this.name}_sum ${number(this.#sum)}`;
    yield `${this.name}_count ${count}`;
  }
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function number(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);
}

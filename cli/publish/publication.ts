import type { Command } from 'commander';
import { Interrupted, UsageError } from '../errors.ts';
import type { Invocation } from '../invocation.ts';
import { lookUp } from '../lookup.ts';
import type { Source } from './candidate.ts';
import { check } from './check.ts';
import { judge, nothingToPublish } from './judge.ts';
import type { Message } from './message.ts';
import { Progress } from './progress.ts';
import { publishAll } from './publish-all.ts';
import { count, type PublishReport, publishReport } from './report.ts';
import { sourceOf } from './sources.ts';
import { Spool } from './spool.ts';
import { topicOf } from './topic.ts';

export interface PublishOptions {
  readonly file?: string;
  readonly skipInvalid?: boolean;
  readonly groupId?: string;
  /** Of every transaction that has none of its own. */
  readonly correlationId?: string;
  readonly json?: boolean;
}

/** Reads, checks and publishes. One object a call, since its counts are what progress, report and exit code speak of. */
export class Publication {
  readonly #invocation: Invocation;
  readonly #command: Command;
  readonly #options: PublishOptions;
  readonly #source: Source;
  readonly #progress: Progress;
  #valid = 0;
  #invalid = 0;

  /** @throws UsageError where it is not clear what to publish */
  constructor(invocation: Invocation, command: Command, transactions: readonly string[], options: PublishOptions) {
    this.#invocation = invocation;
    this.#command = command;
    this.#options = options;
    this.#source = sourceOf(transactions, options.file, invocation.terminal);
    this.#progress = new Progress(invocation.terminal.stderr);
  }

  /** @throws CliError, with the exit code, for every end but the one in which all was published */
  async run(): Promise<void> {
    if (this.#options.skipInvalid) return this.#publish(this.#check());
    await using spool = await Spool.open();
    await this.#checkAll(spool);
    await this.#publish(spool.read(), this.#valid);
  }

  /** @throws UsageError where something is not valid: then nothing is published */
  async #checkAll(spool: Spool): Promise<void> {
    const { signal } = this.#invocation.terminal;
    try {
      await spool.write(this.#check(), signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new Interrupted('stopped: nothing was published', { cause: error });
    } finally {
      this.#progress.end();
    }
    if (this.#invalid > 0) {
      throw new UsageError(
        `${count(this.#invalid)} of ${count(this.#valid + this.#invalid)} transactions ${this.#invalid === 1 ? 'is' : 'are'} not valid, so nothing was published: mend ${this.#invalid === 1 ? 'it' : 'them'}, or publish the others with --skip-invalid`,
      );
    }
    if (this.#valid === 0) throw nothingToPublish();
  }

  #check(): AsyncGenerator<Message> {
    return check(this.#source, {
      correlationId: this.#options.correlationId,
      onValid: () => {
        this.#valid += 1;
        if (!this.#options.skipInvalid) this.#progress.show(() => `${count(this.#valid + this.#invalid)} checked`);
      },
      onInvalid: (problem) => {
        this.#invalid += 1;
        this.#progress.say(problem);
      },
    });
  }

  /** @param total how many messages there are. @default - not known before the end of the input */
  async #publish(messages: AsyncIterable<Message>, total?: number): Promise<void> {
    const { signal } = this.#invocation.terminal;
    const connection = this.#invocation.connect(this.#command);
    const { topicArn } = await lookUp(connection, 'topicArn');
    const began = performance.now();
    const outcome = await publishAll(messages, {
      sns: connection.sns,
      topic: topicOf(topicArn, this.#options.groupId),
      signal,
      onFailure: ({ message, reason }) =>
        this.#progress.say(`${this.#source.label} ${message.number}: ${message.name} was not published, ${reason}`),
      onProgress: (published) =>
        this.#progress.show(() => `${count(published)}${total === undefined ? '' : ` of ${count(total)}`} published`),
    });
    this.#progress.end();
    const { published, failed, refusal } = outcome;
    const endedEarly = refusal !== undefined || signal.aborted;
    const report: PublishReport = {
      topicArn,
      published,
      failed,
      skipped: this.#invalid,
      unsent: total === undefined && endedEarly ? null : this.#valid - published - failed,
      durationMs: Math.round(performance.now() - began),
    };
    if (this.#options.json) this.#invocation.printJson(report);
    else if (published + failed + this.#invalid > 0 || endedEarly) this.#invocation.print(publishReport(report));
    judge(report, refusal, signal);
  }
}

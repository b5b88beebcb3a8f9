import { afterEach, beforeEach } from '@jest/globals';
import sinon, { type SinonStub } from 'sinon';

/** The JSON lines that are written to standard output in a test, without their times. */
export function captureLog(): () => Record<string, unknown>[] {
  let write: SinonStub;
  beforeEach(() => {
    write = sinon.stub(process.stdout, 'write').callsFake((_line, done?: unknown) => {
      if (typeof done === 'function') done();
      return true;
    });
  });
  afterEach(() => write.restore());
  return () =>
    write.args.map(([line]) => {
      const { time: _time, ...fields } = JSON.parse(String(line));
      return fields;
    });
}

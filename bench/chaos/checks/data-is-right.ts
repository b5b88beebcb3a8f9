import { isDeepStrictEqual } from 'node:util';
import { SAGA_STEPS, type SagaStepName, STATUS } from '../../../contract/saga.ts';
import { processRecords } from '../../../lambda/domain/process.ts';
import { recordsOf } from '../../../lambda/domain/sample-records.ts';
import { summarize } from '../../../lambda/domain/summarize.ts';
import { transformRecords } from '../../../lambda/domain/transform.ts';
import type { TransactionFacts } from '../facts.ts';
import type { Check } from './check.ts';

export const dataIsRight: Check = {
  name: 'a COMMITTED record has the data of all steps, made of what was published; any other has none',
  check({ planned, record }) {
    const isCommitted = record?.Status === STATUS.committed;
    const due = dataOf(planned);
    return SAGA_STEPS.flatMap((step) => {
      const kept = record?.[step] as { readonly Data?: unknown } | undefined;
      if (!isCommitted) return kept === undefined ? [] : [`it is ${record?.Status}, with the data of ${step}`];
      if (kept === undefined) return [`it is COMMITTED without the data of ${step}`];
      return isDeepStrictEqual(kept.Data, due[step]) ? [] : [`the data of ${step} is not that of its records`];
    });
  },
};

function dataOf({ details }: TransactionFacts['planned']): Readonly<Record<SagaStepName, unknown>> {
  const processed = processRecords(recordsOf(details));
  const transformed = transformRecords(processed);
  return {
    ProcessRecords: processed.map((record) => JSON.stringify(record)),
    TransformRecords: transformed,
    CommitRecords: summarize(transformed),
  };
}

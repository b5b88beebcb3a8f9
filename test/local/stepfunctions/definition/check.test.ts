import { expect, test } from '@jest/globals';
import { check, invalidDefinition } from '../../../../local/stepfunctions/definition/check.ts';

const VALID = { StartAt: 'A', States: { A: { Type: 'Pass', Result: { States: { a: 1 } }, End: true } } };

test('a valid definition comes back as it was', async () => {
  expect(await check(JSON.stringify(VALID))).toEqual({ definition: VALID, problems: [] });
});

test('what the validator finds is told in its own words, with what is refused', async () => {
  const definition = {
    StartAt: 'A',
    States: { A: { Type: 'Wait', Seconds: 1, SecondsPath: '$.s', Assign: {}, End: true } },
  };

  const { definition: none, problems } = await check(JSON.stringify(definition));

  expect(none).toBeUndefined();
  expect(problems.map(({ code }) => code)).toEqual(['WAIT_DURATION', 'NOT_IN_THE_EMBEDDED_CLOUD']);
});

test.each([
  [{ Type: 'Pass', Result: { States: null }, End: true }],
  [{ Type: 'Pass', Parameters: [{ States: 'a' }], End: true }],
  [
    {
      Type: 'Map',
      ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Pass', Result: { States: [1] }, End: true } } },
      End: true,
    },
  ],
])('data that looks like states is valid (case %#)', async (state) => {
  expect(await check(JSON.stringify({ StartAt: 'A', States: { A: state } }))).toMatchObject({ problems: [] });
});

test('a definition above 1 MiB is refused', async () => {
  expect(await check(' '.repeat(1_048_577))).toMatchObject({ problems: [{ code: 'DEFINITION_TOO_LARGE' }] });
});

test('the error names every problem and its place', async () => {
  const { problems } = await check('{"StartAt": "A", "States": {"A": {"Type": "Pass"}, "B": {"Type": "Job"}}}');

  expect(invalidDefinition(problems)).toMatchObject({
    code: 'InvalidDefinition',
    message:
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Next is nothing, but has to name one of A, B at /States/A; " +
      'SCHEMA_VALIDATION_FAILED: Type is "Job", but has to be one of Task, Parallel, Map, Pass, Wait, Choice, Succeed, Fail ' +
      "at /States/B'",
  });
});

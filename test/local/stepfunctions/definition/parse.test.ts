import { expect, test } from '@jest/globals';
import { parseDefinition } from '../../../../local/stepfunctions/definition/parse.ts';

const problemsOf = (definition: unknown) => {
  const parsed = parseDefinition(typeof definition === 'string' ? definition : JSON.stringify(definition));
  return 'problems' in parsed ? parsed.problems.map(({ message, location }) => `${message} at ${location}`) : [];
};
const END = { Type: 'Pass', End: true };

test.each([
  ['{ not json', [expect.stringMatching(/JSON/)]],
  [[], ['a state machine has to be a JSON object, but this is a list of 0 at /']],
  [{ StartAt: 'A' }, ['States has to be an object of states, but is nothing at /']],
  [{ States: { A: END } }, ['StartAt is nothing, but has to name one of A at /']],
  [{ StartAt: 'B', States: { A: END } }, ['StartAt is "B", but has to name one of A at /']],
  [{ StartAt: 'A', States: { A: 5 } }, ['a state has to be an object, but this is the number 5 at /States/A']],
  [
    { StartAt: 'A', States: { A: { Type: 'Job', End: true } } },
    ['Type is "Job", but has to be one of Task, Parallel, Map, Pass, Wait, Choice, Succeed, Fail at /States/A'],
  ],
  [{ StartAt: 'A', States: { A: { Type: 'Pass' } } }, ['Next is nothing, but has to name one of A at /States/A']],
  [
    { StartAt: 'A', States: { A: { Type: 'Choice', Choices: [{ Next: 'B' }], Default: 'C' } } },
    ['Next is "B", but has to name one of A at /States/A', 'Default is "C", but has to name one of A at /States/A'],
  ],
  [
    { StartAt: 'A', States: { A: { ...END, Type: 'Task', Catch: [{ Next: 'toString' }] } } },
    ['Next is "toString", but has to name one of A at /States/A'],
  ],
  [
    { StartAt: 'A', States: { A: { ...END, Type: 'Parallel', Branches: [{ StartAt: 'X', States: {} }] } } },
    ['StartAt is "X", but has to name one of  at /States/A/Branches/0'],
  ],
  [
    { StartAt: 'A', States: { A: { ...END, Type: 'Map' } } },
    ['a state machine has to be a JSON object, but this is nothing at /States/A/ItemProcessor'],
  ],
])('%j is told what is wrong with it', (definition, problems) => {
  expect(problemsOf(definition)).toEqual(problems);
});

test('a definition that holds together has no problems', () => {
  expect(problemsOf({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } } })).toEqual([]);
});

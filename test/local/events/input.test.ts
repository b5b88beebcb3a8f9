import { describe, expect, test } from '@jest/globals';
import { newEvent } from '../../../local/events/event.ts';
import { compileInput, type InputProps } from '../../../local/events/input.ts';

const rule = { name: 'Rule', arn: 'arn:rule' };
const event = newEvent(
  { 'detail-type': 'T', source: 's', resources: ['arn:r'], detail: { name: 'it "is"', n: 1, o: { a: [null, 2] } } },
  0,
);
const inputOf = (props: InputProps) => compileInput(props)(event, rule);
const transformed = (InputTemplate: string, InputPathsMap: object = {}) =>
  inputOf({ InputTransformer: { InputPathsMap, InputTemplate } });

describe('what a target gets', () => {
  test('is the whole event where nothing else is said', () => {
    expect(JSON.parse(inputOf({}))).toEqual(event);
    expect(event).toMatchObject({
      version: '0',
      account: '000000000000',
      region: 'us-east-1',
      time: '1970-01-01T00:00:00Z',
    });
  });

  test('is a constant', () => {
    expect(inputOf({ Input: '{"a":1}' })).toBe('{"a":1}');
  });

  test.each([
    ['$.detail.name', '"it \\"is\\""'],
    ['$.detail.o.a[1]', '2'],
    ["$['detail-type']", '"T"'],
    ['$.detail-type', '"T"'],
    ['$', JSON.stringify(event)],
  ])('is what the path %s finds', (InputPath, input) => {
    expect(inputOf({ InputPath })).toBe(input);
  });

  test.each(['detail', '$..name', '$.detail[*]', '$.detail[?(@.a)]'])('is refused for the path %s', (InputPath) => {
    expect(() => compileInput({ InputPath })).toThrow('is not followed by the embedded EventBridge');
  });

  test('is a template filled in: values as JSON, and strings within quotes as they are', () => {
    const paths = { name: '$.detail.name', n: '$.detail.n', o: '$.detail.o' };

    expect(JSON.parse(transformed('{"a":<name>,"b":"n is <n>: <name>","c":<o>,"d":"<o>"}', paths))).toEqual({
      a: 'it "is"',
      b: 'n is 1: it "is"',
      c: { a: [null, 2] },
      d: '{"a":[null,2]}',
    });
  });

  test('is a template with what EventBridge itself knows', () => {
    const template = '{"rule":<aws.events.rule-arn>,"name":"<aws.events.rule-name>","event":<aws.events.event.json>}';

    expect(JSON.parse(transformed(template))).toEqual({ rule: 'arn:rule', name: 'Rule', event });
  });

  test('has nothing for what the event does not have, which may well be no JSON', () => {
    const paths = { missing: '$.detail.missing' };

    expect(transformed('"is: <missing>"', paths)).toBe('"is: "');
    expect(() => transformed('{"a":<missing>}', paths)).toThrow('InputTemplate gives {"a":}, which is no JSON');
  });

  test('is refused for a variable without a path', () => {
    expect(() => transformed('{"a":<b>}')).toThrow('InputTemplate has <b>');
  });
});

import { createHash } from 'node:crypto';
import type { Parameters } from '../../http/aws-json.ts';
import type { SqsCall } from '../fauxqs.ts';
import { mapReceived, mapSendResults, mapSent } from './messages.ts';

/**
 * SQS takes the characters above U+FFFF, such as 😀; fauxqs refuses them in SendMessage. They go through it between two
 * characters that nobody assigned. From SNS they come through as they are.
 */
export function anyCharacter(call: SqsCall): SqsCall {
  return async (operation, parameters) => {
    const sent = mapSent(operation, parameters, (message) =>
      typeof message.MessageBody === 'string' ? { ...message, MessageBody: hide(message.MessageBody) } : message,
    );
    const answer = mapReceived(await call(operation, sent), (message) => {
      const Body = reveal(String(message.Body));
      return Body === message.Body ? message : { ...message, Body, MD5OfBody: md5(Body) };
    });
    const bodies = bodiesOf(operation, parameters);
    return mapSendResults(operation, answer, (result) => {
      const body = bodies.get(result.Id);
      return body === undefined || hide(body) === body ? result : { ...result, MD5OfMessageBody: md5(body) };
    });
  };
}

/** What is sent, by the Id that its result will have: none where it is one message. */
function bodiesOf(operation: string, parameters: Parameters): ReadonlyMap<unknown, string> {
  const bodies = new Map<unknown, string>();
  mapSent(operation, parameters, (message) => {
    bodies.set(message.Id, String(message.MessageBody));
    return message;
  });
  return bodies;
}

function hide(text: string): string {
  return text.replace(
    /[\u{10000}-\u{10FFFF}]/gu,
    (character) => `\uE0F0${character.codePointAt(0)?.toString(16)}\uE0F1`,
  );
}

function reveal(text: string): string {
  return text.replace(/\uE0F0(10|[1-9a-f])([0-9a-f]{4})\uE0F1/g, (_, plane, rest) =>
    String.fromCodePoint(Number.parseInt(plane + rest, 16)),
  );
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

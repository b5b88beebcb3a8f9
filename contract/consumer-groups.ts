/** What can be done with a consumer group's messages: start the saga of each, or write a line about each. */
export const HANDLERS = ['start-saga', 'audit'] as const;

export type HandlerName = (typeof HANDLERS)[number];

/** The group that starts the sagas: without it nothing that is published would do anything. */
export const SAGA_GROUP = 'saga';

/** The groups that this application ships say by their names what they are for; any other has to say it. */
export const SHIPPED_HANDLERS: Readonly<Record<string, HandlerName>> = { [SAGA_GROUP]: 'start-saga', audit: 'audit' };

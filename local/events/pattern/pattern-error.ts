/** An event pattern that is wrong, or that the embedded EventBridge would not match as EventBridge does. */
export class PatternError extends Error {}

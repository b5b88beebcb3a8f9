/**
 * The most that a message may hold, in UTF-8 bytes of its body: 128 KiB.
 *
 * The message becomes the input of an execution, and Step Functions carries 262,144 bytes (256 KiB) from state to state: the
 * input with the results, rollback results, errors and causes beside it. Half of it is the publisher's, half is theirs. SNS,
 * whose own limit is 256 KiB for a message and for a batch, then takes at least one of them in any batch.
 */
export const MAX_MESSAGE_BYTES = 128 * 1024;

/** 256 KiB: the largest input or output of a state, and the largest input of an execution. */
export const MAX_DATA_BYTES = 262_144;

export function exceedsDataLimit(text: string): boolean {
  // A character has one to three bytes in UTF-8 (a pair of surrogates four): the count is needed only in between.
  if (text.length > MAX_DATA_BYTES) return true;
  return text.length * 3 > MAX_DATA_BYTES && Buffer.byteLength(text) > MAX_DATA_BYTES;
}

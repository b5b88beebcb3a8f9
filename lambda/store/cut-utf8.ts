/** Cuts a text to so many bytes of UTF-8, between characters. Half a surrogate pair becomes U+FFFD, as UTF-8 has none. */
export function cutUtf8(text: string, maxBytes: number): string {
  const wellFormed = text.toWellFormed();
  // encodeInto stops before the first character that does not fit, and says how far it read.
  const { read } = new TextEncoder().encodeInto(wellFormed, new Uint8Array(maxBytes));
  return wellFormed.slice(0, read);
}

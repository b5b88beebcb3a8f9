/** Times in the AWS JSON protocol are seconds since 1970, with milliseconds. */
export function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}

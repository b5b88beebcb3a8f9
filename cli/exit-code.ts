/** What scripts can tell apart; each command's help lists them. */
export const EXIT = {
  done: 0,
  /** The saga did not end well, or there was nothing to do. */
  failed: 1,
  /** The arguments or the input are wrong: nothing was sent. */
  usage: 2,
  /** AWS refused, could not be reached, or has no such stage. */
  refused: 3,
  /** A defect of this program (EX_SOFTWARE of sysexits.h): the only end with a stack trace. */
  defect: 70,
  /** Ctrl-C: 128 and the number of SIGINT, as shells have it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

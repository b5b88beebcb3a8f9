import type { Played } from './play.ts';

/** What became of some cases, as a process that plays them says it in one line of JSON. */
export interface Report {
  readonly cases: number;
  readonly broken: readonly Broken[];
}

export interface Broken {
  readonly case: string;
  /** By their names, each once. */
  readonly invariants: readonly string[];
  /** The first of them, in words. */
  readonly problem: string;
}

export function reportOf(played: readonly Played[]): Report {
  return {
    cases: played.length,
    broken: played
      .filter(({ violations }) => violations.length > 0)
      .map(({ case: { name }, violations }) => ({
        case: name,
        invariants: [...new Set(violations.map(({ invariant }) => invariant))],
        problem: violations[0]?.problem ?? '',
      })),
  };
}

export function sum(reports: readonly Report[]): Report {
  return {
    cases: reports.reduce((cases, report) => cases + report.cases, 0),
    broken: reports.flatMap(({ broken }) => broken),
  };
}

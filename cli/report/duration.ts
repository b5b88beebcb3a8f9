/** A span of time as people say it: `840 ms`, `2.1 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(ms: number): string {
  // The bounds are those of the rounded values: neither `1000 ms` nor `60.0 s`.
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

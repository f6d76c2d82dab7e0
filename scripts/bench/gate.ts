/** What was measured, and the most or the least that is wanted; times are in milliseconds, sizes in megabytes, unless the name says otherwise. */
export interface Gate {
  readonly name: string;
  readonly value: number;
  readonly target: number;
  /** Whether more is better; by default less is. */
  readonly atLeast?: boolean;
}

/** Prints a line: name, value, target, `ok` or `short`. */
export function report({ name, value, target, atLeast = false }: Gate): void {
  const isMet = atLeast ? value >= target : value <= target;
  process.stdout.write(`${name} ${value.toFixed(2)} ${target} ${isMet ? 'ok' : 'short'}\n`);
}

/** The middle one of some numbers. */
export function median(samples: readonly number[]): number {
  return samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Number.NaN;
}

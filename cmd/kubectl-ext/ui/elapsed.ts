const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** Milliseconds as kubectl tells an age, in at most two units: `4d20h`, `3m5s`, `21s`. */
export function elapsed(ms: number): string {
  const first = units.findIndex(([, size]) => ms >= size);
  if (first === -1) return '0s';
  let rest = ms;
  const parts = units.slice(first, first + 2).map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest %= size;
    return count === 0 ? '' : `${count}${unit}`;
  });
  return parts.join('');
}

import { readFileSync } from 'node:fs';

/**
 * The most memory that this process has held, in MB. Linux counts in `maxRSS` what the process held that started it, so that a small one seems as large as its
 * tests; its own peak stands in /proc.
 */
export function peakMemory(): number {
  const [, kilobytes] = process.platform === 'linux' ? (/VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []) : [];
  return Math.round(Number(kilobytes ?? process.resourceUsage().maxRSS) / 1024);
}

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What one run of a program took. */
export interface Timing {
  readonly milliseconds: number;
  /** The most memory that lay in RAM, as the kernel counted it a moment before the end; 0 where it does not say. */
  readonly peakMegabytes: number;
}

/** How often the memory is looked at, in milliseconds; the kernel keeps the peak. */
const interval = 25;

/** Runs a program without output and times it. Throws where it does not end with 0. */
export function timed([command = '', ...args]: readonly string[], signal: AbortSignal): Promise<Timing> {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'], signal });
    let peakMegabytes = 0;
    const looking = setInterval(() => (peakMegabytes = Math.max(peakMegabytes, peakOf(child.pid))), interval);
    child.on('error', reject);
    child.on('exit', (code) => {
      const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
      clearInterval(looking);
      if (code === 0) resolve({ milliseconds, peakMegabytes });
      else reject(new Error(`${[command, ...args].join(' ')} ended with ${code}`));
    });
  });
}

function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1000;
  } catch {
    return 0;
  }
}

import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const tick = 10_000;
const page = 4096;

/** The processor time of a process with all its threads since it began, in microseconds. */
export function cpuOf(pid: number): number {
  // Behind the name, which may hold anything, in parentheses.
  const fields = read(pid, 'stat').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * tick;
}

/** The memory of a process that is in use now, in megabytes. */
export function memoryOf(pid: number): number {
  return (Number(read(pid, 'statm').split(' ')[1]) * page) / 1e6;
}

function read(pid: number, file: string): string {
  return readFileSync(`/proc/${pid}/${file}`, 'utf8');
}

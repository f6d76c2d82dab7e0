import { durationOf } from '../../../shared/model/duration.ts';
import { ExtError } from '../../../shared/errors.ts';
import { message } from '../../../shared/messages/message.ts';
import type { Flags } from '../flag.ts';

/** Whether and how long a write waits until what it changed is healthy. */
export const waitFlags = {
  wait: { type: 'boolean', default: true, summary: 'flag.wait' },
  timeout: { type: 'string', value: 'DURATION', default: '10m', summary: 'flag.timeout' },
} as const satisfies Flags;

/** The milliseconds of `--timeout`: a Go duration, or whole seconds; `0` is no limit. Throws `usage`. */
export function millisecondsOf(timeout: string): number {
  const milliseconds = durationOf(timeout);
  if (milliseconds === undefined) throw new ExtError('usage', message('error.bad-timeout', { value: timeout }));
  return milliseconds === 0 ? Infinity : milliseconds;
}

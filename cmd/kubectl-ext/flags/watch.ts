import { ExtError } from '../../../shared/errors.ts';
import { message } from '../../../shared/messages/message.ts';
import type { Flags, FlagValues } from '../flag.ts';
import type { outputFlags } from './output.ts';

/** Whether a command that reads goes on reading. */
export const watchFlags = {
  watch: { type: 'boolean', alias: 'w', env: false, summary: 'flag.watch' },
} as const satisfies Flags;

/** Whether to watch. Data is one document, which changes would not fit into: throws `usage`. */
export function watchOf({ watch, output = 'wide' }: Pick<FlagValues<typeof watchFlags & typeof outputFlags>, 'watch' | 'output'>): boolean {
  if (watch && output !== 'wide') throw new ExtError('usage', message('error.watch-output', { output }));
  return watch;
}

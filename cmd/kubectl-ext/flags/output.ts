import type { Flags } from '../flag.ts';

/** In which form the answer is printed, in kubectl's spelling. */
export const outputFlags = {
  output: { type: 'string', alias: 'o', value: 'FORMAT', suggestions: ['json', 'yaml', 'name', 'wide'], summary: 'flag.output' },
  noHeaders: { type: 'boolean', summary: 'flag.no-headers' },
  sortBy: { type: 'string', value: 'JSONPATH', summary: 'flag.sort-by' },
} as const satisfies Flags;

/** The same for the commands around package files, where `--output` is a file, as violet's users write it. */
export const packageOutputFlags = {
  ...outputFlags,
  output: { ...outputFlags.output, letterOnly: true },
} as const satisfies Flags;

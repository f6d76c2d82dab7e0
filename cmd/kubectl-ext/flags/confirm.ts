import type { Flags } from '../flag.ts';

/** How a write is tried out and agreed to. No environment variable answers a question. */
export const confirmFlags = {
  dryRun: {
    type: 'string',
    choices: ['none', 'client', 'server'],
    default: 'none',
    bare: 'client',
    bareWarns: true,
    summary: 'flag.dry-run',
  },
  yes: { type: 'boolean', alias: 'y', env: false, summary: 'flag.yes' },
} as const satisfies Flags;

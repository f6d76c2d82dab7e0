import { requirements } from '../../../shared/model/verification.ts';
import type { Flags } from '../flag.ts';

/** Whom packages are trusted from, and what they have to bring along. */
export const trustFlags = {
  keyring: { type: 'string', array: true, whole: true, value: 'FILE', complete: 'files', summary: 'flag.keyring' },
  require: { type: 'string', choices: requirements, default: 'checksum', summary: 'flag.require' },
} as const satisfies Flags;

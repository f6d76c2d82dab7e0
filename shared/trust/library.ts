import type * as openpgp from 'openpgp';

/** The library that judges keys and signatures. */
export type OpenPgp = typeof openpgp;

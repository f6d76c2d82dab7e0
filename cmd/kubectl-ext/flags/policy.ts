import type { Flags } from '../flag.ts';

/** Whose catalogues may be used, for the rule about that. */
export const catalogFlags = {
  catalogNamespaces: { type: 'string', array: true, value: 'NAME', complete: 'namespaces', summary: 'flag.catalog-namespaces' },
} as const satisfies Flags;

/** From which verdict on judging has failed. */
export const failFlags = {
  failOn: { type: 'string', choices: ['warn', 'deny'], default: 'deny', summary: 'flag.fail-on' },
} as const satisfies Flags;

import type { Flags } from '../flag.ts';
import { kubeFlags } from './kube.ts';

/** The namespace, for commands that search in it; without it they search in all. */
export const scopeFlags = { namespace: kubeFlags.namespace } as const satisfies Flags;

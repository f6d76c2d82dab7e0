import type { Flags } from '../flag.ts';
import { kubeFlags } from './kube.ts';

/** The namespace, for commands that search in it; without it they search in all. */
export const scopeFlags = { namespace: kubeFlags.namespace } as const satisfies Flags;

/** All namespaces, whatever else says one. */
export const everywhereFlags = {
  allNamespaces: { type: 'boolean', alias: 'A', summary: 'flag.all-namespaces' },
} as const satisfies Flags;

/** Which of several operators are meant, by the labels of their Subscriptions. */
export const selectorFlags = {
  selector: { type: 'string', alias: 'l', value: 'SELECTOR', summary: 'flag.selector' },
} as const satisfies Flags;

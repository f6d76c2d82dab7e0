import { bundle, type Bundle, type BundleSpec } from './bundle.ts';
import type { Api, Schema } from './api.ts';

const sizeOf = (type: string): Schema => ({ type: 'object', required: ['size'], properties: { size: { type } } });
const ledgers = (...versions: Api['versions']): Api => ({ group: 'ledger.example.com', kind: 'Ledger', versions });

/**
 * An operator whose upgrades break its API: in channel `stable`, 2.0.0 wants a number where 1.0.0 wanted a word,
 * and in channel `next`, 3.0.0 no longer knows the version in which objects are stored.
 */
export const ledger: readonly Bundle[] = [
  ledgerBundle('1.0.0', { channels: ['stable', 'next'], api: ledgers({ name: 'v1alpha1', spec: sizeOf('string') }) }),
  ledgerBundle('2.0.0', {
    channels: ['stable'],
    replaces: 'ledger-operator.v1.0.0',
    api: ledgers({ name: 'v1alpha1', spec: sizeOf('integer') }),
  }),
  ledgerBundle('3.0.0', { channels: ['next'], replaces: 'ledger-operator.v1.0.0', api: ledgers({ name: 'v1', spec: sizeOf('string') }) }),
];

/** An operator whose deployment never becomes ready and misses its deadline soon. */
export const sleeper: readonly Bundle[] = [
  bundle({
    package: 'sleeper-operator',
    version: '1.0.0',
    image: 'registry.example.com/fail-never-ready/sleeper-operator:v1.0.0',
    progressDeadlineSeconds: 2,
  }),
];

/** An operator that looks after its own namespace only. */
export const hermit: readonly Bundle[] = [bundle({ package: 'hermit-operator', version: '1.0.0', installModes: ['OwnNamespace'] })];

function ledgerBundle(version: string, spec: Omit<BundleSpec, 'package' | 'version'>): Bundle {
  return bundle({ package: 'ledger-operator', version, defaultChannel: 'stable', ...spec });
}

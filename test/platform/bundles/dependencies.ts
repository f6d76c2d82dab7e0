import { bundle, type Bundle } from './bundle.ts';

const carrier = { group: 'carrier.example.com', kind: 'Carrier' };

/** The operator that the other two cannot do without. */
export const provider: readonly Bundle[] = [
  bundle({ package: 'carrier-operator', version: '1.0.0', api: { ...carrier, versions: [{ name: 'v1' }] } }),
];

/** Needs an API, whoever provides it. */
export const needsApi: readonly Bundle[] = [
  bundle({ package: 'courier-operator', version: '1.0.0', requires: [{ ...carrier, version: 'v1' }] }),
];

/** Needs a package in a range of versions. */
export const needsPackage: readonly Bundle[] = [
  bundle({ package: 'dispatch-operator', version: '1.0.0', requires: [{ package: 'carrier-operator', range: '>=1.0.0 <2.0.0' }] }),
];

import type { Bundle } from './bundle.ts';
import { clickhouse } from './clickhouse.ts';
import { needsApi, needsPackage, provider } from './dependencies.ts';
import { harbor } from './harbor.ts';
import { keda } from './keda.ts';
import { hermit, ledger, sleeper } from './troubles.ts';

/** What the catalogue `platform` starts with. */
export const platformBundles: readonly Bundle[] = [...harbor, ...clickhouse];

/** What the catalogue `custom` starts with. */
export const customBundles: readonly Bundle[] = [...keda, ...provider, ...needsApi, ...needsPackage, ...ledger, ...sleeper, ...hermit];

import { createHash } from 'node:crypto';
import { clusterNameOf, moduleNameOf, type ModuleInfo } from './module-info.ts';

/** The annotation that holds the display name of a ModuleInfo. */
export const displayNameAnnotation = 'cpaas.io/display-name';

/** What the platform's own name of a ModuleInfo is made of; without a display name the module's name stands for it. */
export interface NameParts {
  readonly cluster: string;
  readonly module: string;
  readonly displayName?: string | undefined;
}

/** The name under which the platform keeps a ModuleInfo; version and config are not in it. */
export function canonicalName({ cluster, module, displayName = module }: NameParts): string {
  const hash = createHash('sha256').update(`${cluster}:${module}:${displayName}`).digest('hex');
  return `${cluster}-${hash.slice(0, 32)}`;
}

/** The name that a ModuleInfo ought to have; undefined where its labels do not say what it installs, or where. */
export function canonicalNameOf(info: Pick<ModuleInfo, 'metadata'>): string | undefined {
  const [cluster, module] = [clusterNameOf(info), moduleNameOf(info)];
  if (cluster === undefined || module === undefined) return undefined;
  return canonicalName({ cluster, module, displayName: info.metadata.annotations?.[displayNameAnnotation] });
}

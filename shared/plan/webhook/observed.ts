import type { KubeObject } from '../../model/object.ts';
import { webhookManifests } from './index.ts';
import { usualWish, type Manifest } from './manifest.ts';

/** Objects of a cluster as they were found, by `keyOf`. What is not there has no entry. */
export type Observed = ReadonlyMap<string, KubeObject>;

/** What tells the parts of an installation apart. */
export function keyOf({ kind, metadata }: Pick<KubeObject, 'kind' | 'metadata'>): string {
  return `${kind}/${metadata.name}`;
}

/** The object of this kind and name, as it was found. That it is a T is the promise of its kind. */
export function foundIn<T extends KubeObject = KubeObject>(
  observed: Observed,
  object: Pick<KubeObject, 'kind' | 'metadata'>,
): T | undefined {
  return observed.get(keyOf(object)) as T | undefined;
}

/** Every object that an installation can have, whatever the role of the cluster, in the order in which they are applied. */
export function everyManifest(): Manifest[] {
  const parts = (['global', 'workload'] as const).map((role) => webhookManifests({ ...usualWish, role }));
  const files = [...new Set(parts.flatMap((part) => Object.keys(part)))];
  const all = files.flatMap((file) => parts.flatMap((part) => part[file] ?? []));
  return [...new Map(all.map((object) => [keyOf(object), object])).values()];
}

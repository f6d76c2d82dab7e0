import type { ConfigMap } from '../../model/config-map.ts';
import type { KubeObject, ObjectMeta } from '../../model/object.ts';
import { own, type Manifest } from './manifest.ts';
import { keyOf } from './observed.ts';

/** The ConfigMap that keeps what was taken away while the webhook is disabled. */
export const disabledMap = 'ext-webhook-disabled';

const objectsKey = 'objects.json';

/** Why the webhook is disabled, since when and by whom, and what has to be put back. */
export interface Disabled {
  readonly reason: string;
  /** RFC 3339. */
  readonly time: string;
  /** Null where the server does not tell. */
  readonly by: string | null;
  readonly objects: readonly Manifest[];
}

/** What a ConfigMap keeps. Somebody may have changed it, so that its objects cannot be read any more. */
export function disabledIn({ data = {} }: ConfigMap): Omit<Disabled, 'objects'> & { readonly objects: readonly Manifest[] | undefined } {
  const { reason = '', time = '', by = '', [objectsKey]: text = '' } = data;
  return { reason, time, by: by === '' ? null : by, objects: objectsIn(text) };
}

/** The ConfigMap that keeps this. */
export function disabledManifest({ reason, time, by, objects }: Disabled): Manifest & ConfigMap {
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  const data = { reason, time, by: by ?? '', [objectsKey]: JSON.stringify(list) };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: own(disabledMap), data };
}

/** All of these; of two with the same name the later one. */
export function together(...objects: readonly Manifest[]): Manifest[] {
  return [...new Map(objects.map((object) => [keyOf(object), object])).values()];
}

/** An object as it can be made again: without what the server has given it. */
export function asWritten(object: KubeObject): Manifest {
  const { metadata, ...rest } = object;
  const { name, namespace, labels, annotations } = metadata;
  const kept: ObjectMeta = {
    name,
    ...(namespace !== undefined && { namespace }),
    ...(labels !== undefined && { labels }),
    ...(annotations !== undefined && { annotations }),
  };
  const fields = Object.entries(rest).filter(([key]) => key !== 'status');
  return { ...(Object.fromEntries(fields) as typeof rest), metadata: kept };
}

function objectsIn(text: string): readonly Manifest[] | undefined {
  try {
    const { items } = JSON.parse(text) as { items: readonly Manifest[] };
    return items.map((item) => asWritten(item));
  } catch {
    return undefined;
  }
}

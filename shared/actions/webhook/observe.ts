import type { Cluster } from '../../cluster/cluster.ts';
import { ExtError } from '../../errors.ts';
import type { KubeObject } from '../../model/object.ts';
import { secrets } from '../../model/secret.ts';
import { authoritySecret, webhookNamespace } from '../../plan/webhook/manifest.ts';
import { keyOf, type Observed } from '../../plan/webhook/observed.ts';
import { resourceOf } from '../../plan/webhook/resources.ts';
import { authorityIn, type Authority } from '../../plan/webhook/trust.ts';

/** Reads those of these objects that are there, in one round. */
export async function observeObjects(cluster: Cluster, objects: readonly KubeObject[]): Promise<Observed> {
  const wanted = [...new Map(objects.map((object) => [keyOf(object), object])).values()];
  const found = await Promise.all(
    wanted.map(async (object) => cluster.get(resourceOf(object), object.metadata.name, object.metadata.namespace)),
  );
  return new Map(found.flatMap((object) => (object === null ? [] : [[keyOf(object), object] as const])));
}

/** Whom the API server is to trust; undefined where no replica has made an authority yet. */
export async function readAuthority(cluster: Cluster): Promise<Authority | undefined> {
  const secret = await cluster.get(secrets, authoritySecret, webhookNamespace);
  return secret === null ? undefined : authorityIn(secret);
}

/** What is read, or undefined where that is not allowed. */
export async function unlessForbidden<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ExtError && error.code === 'forbidden') return undefined;
    throw error;
  }
}

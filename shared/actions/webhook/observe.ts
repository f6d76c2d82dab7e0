import type { Cluster } from '../../cluster/cluster.ts';
import { ExtError } from '../../errors.ts';
import type { KubeObject } from '../../model/object.ts';
import { secrets, type Secret } from '../../model/secret.ts';
import { deploymentOfWebhook } from '../../plan/webhook/landmarks.ts';
import { authoritySecret, mountedSecret, own, webhookNamespace } from '../../plan/webhook/manifest.ts';
import { foundIn, keyOf, type Observed } from '../../plan/webhook/observed.ts';
import type { InstallView } from '../../plan/webhook/register.ts';
import { resourceOf } from '../../plan/webhook/resources.ts';
import { authorityIn, givenIn, type Authority } from '../../plan/webhook/trust.ts';
import { tlsIn } from '../../plan/webhook/wish.ts';

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

/** Reads those of these objects that are there, the Deployment among them, and who tells whom to trust: the webhook, or whoever keeps its certificate. */
export async function observeWithTrust(cluster: Cluster, objects: readonly KubeObject[]): Promise<InstallView> {
  const [observed, authority] = await Promise.all([observeObjects(cluster, objects), readAuthority(cluster)]);
  if (tlsIn(foundIn(observed, deploymentOfWebhook)) === 'own') return { observed, authority, given: undefined };
  const secret = await readMounted(cluster);
  return { observed, authority: undefined, given: givenIn(secret ?? { metadata: own(mountedSecret) }) };
}

/** The certificate that the webhook mounts; null where nobody has made it yet. */
export function readMounted(cluster: Cluster): Promise<Secret | null> {
  return cluster.get(secrets, mountedSecret, webhookNamespace);
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

import type { Cluster } from '../../shared/cluster/cluster.ts';
import { ExtError } from '../../shared/errors.ts';
import type { KubeObject } from '../../shared/model/object.ts';
import type { Resource } from '../../shared/model/resource.ts';
import { targetOf } from './resources.ts';

/** Makes an object unless one of its name is there; tells whether it did. */
export async function createIfAbsent<T extends KubeObject>(cluster: Cluster, resource: Resource<T>, object: T): Promise<boolean> {
  try {
    await cluster.create(resource, object);
    return true;
  } catch (error) {
    if (error instanceof ExtError && error.code === 'conflict') return false;
    throw error;
  }
}

/** Makes an object, or makes the one that is there the same. */
export async function createOrPatch<T extends KubeObject>(cluster: Cluster, resource: Resource<T>, object: T): Promise<void> {
  if (await createIfAbsent(cluster, resource, object)) return;
  await cluster.patch(resource, targetOf(object), Object.fromEntries(Object.entries(object)));
}

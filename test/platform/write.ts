import { isDeepStrictEqual } from 'node:util';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { ExtError } from '../../shared/errors.ts';
import type { KubeObject, ObjectMeta } from '../../shared/model/object.ts';
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

/** An object and its status, as far as the platform writes it. */
interface WithStatus extends KubeObject {
  readonly status?: object;
}

/** Gives an object this status, whole, if it has another. */
export async function writeStatus<T extends WithStatus>(
  cluster: Cluster,
  resource: Resource<T>,
  object: T,
  status: NonNullable<T['status']>,
): Promise<void> {
  if (isDeepStrictEqual(object.status, status)) return;
  await unlessGone(
    cluster.patch(resource, { ...targetOf(object), subresource: 'status' }, [
      { op: 'add', path: '/metadata/resourceVersion', value: object.metadata.resourceVersion },
      { op: 'add', path: '/status', value: status },
    ]),
  );
}

/** Changes these parts of an object's metadata. */
export async function writeMetadata<T extends KubeObject>(
  cluster: Cluster,
  resource: Resource<T>,
  object: T,
  metadata: Partial<ObjectMeta>,
): Promise<void> {
  const { resourceVersion } = object.metadata;
  await unlessGone(cluster.patch(resource, targetOf(object), { metadata: { resourceVersion, ...metadata } }));
}

/** Takes one finalizer off an object that has it. */
export async function releaseFinalizer<T extends KubeObject>(
  cluster: Cluster,
  resource: Resource<T>,
  object: T,
  finalizer: string,
): Promise<void> {
  const { finalizers = [] } = object.metadata;
  if (!finalizers.includes(finalizer)) return;
  await writeMetadata(cluster, resource, object, { finalizers: finalizers.filter((each) => each !== finalizer) });
}

/** Whoever looks at an object that has changed meanwhile gets a conflict and looks again; one that has gone needs nothing any more. */
async function unlessGone(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof ExtError && error.code === 'not-found')) throw error;
  }
}

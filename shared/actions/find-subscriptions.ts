import type { Cluster } from '../cluster/cluster.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { KubeObject } from '../model/object.ts';
import type { Resource } from '../model/resource.ts';
import { subscriptions, type Subscription } from '../model/subscription.ts';
import { nearest } from '../model/nearest.ts';

/** Where to look for Subscriptions: one namespace, or all of them. */
export interface SubscriptionScope {
  readonly namespace?: string;
  readonly labelSelector?: string;
}

/** What was listed, and where: undefined means in all namespaces. */
export interface Reached<T extends KubeObject> {
  readonly items: T[];
  readonly reach: Pick<SubscriptionScope, 'namespace'>;
}

/** All objects of a kind in a scope; where all namespaces are meant and not allowed, those of the context's namespace. */
export async function listInReach<T extends KubeObject>(
  cluster: Cluster,
  resource: Resource<T>,
  scope: SubscriptionScope,
): Promise<Reached<T>> {
  const { namespace } = scope;
  try {
    return { items: await cluster.list(resource, scope), reach: namespace === undefined ? {} : { namespace } };
  } catch (error) {
    const mayBeNarrower = namespace === undefined && cluster.namespace !== undefined;
    if (!(mayBeNarrower && error instanceof ExtError && error.code === 'forbidden')) throw error;
    const reach = { namespace: cluster.namespace };
    return { items: await cluster.list(resource, { ...scope, ...reach }), reach };
  }
}

/**
 * Finds the Subscription of each named package, by `spec.name`: the object's own name varies.
 * Throws `not-found` with the nearest installed names, `usage` where a package is installed in two namespaces and none was named.
 */
export async function findSubscriptions(cluster: Cluster, names: readonly string[], scope: SubscriptionScope): Promise<Subscription[]> {
  const { items: all } = await listInReach(cluster, subscriptions, scope);
  return names.map((name) => {
    const [found, second] = all.filter(({ spec }) => spec.name === name);
    if (found === undefined) throw notInstalled(name, all);
    if (second !== undefined) {
      const places = all.filter(({ spec }) => spec.name === name).map(({ metadata }) => metadata.namespace ?? '');
      throw new ExtError('usage', message('subscription.two', { name, namespaces: places }), { hints: [message('subscription.two.hint')] });
    }
    return found;
  });
}

function notInstalled(name: string, all: readonly Subscription[]): ExtError {
  const names = nearest(
    name,
    all.map(({ spec }) => spec.name),
  );
  return new ExtError('not-found', message('subscription.not-found', { name }), {
    ...(names.length === 0 ? {} : { because: message('subscription.not-found.nearest', { names }) }),
    hints: ['kubectl ext list', `kubectl ext install ${name}`],
  });
}

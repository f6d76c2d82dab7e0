import type { Cluster } from '../../shared/cluster/cluster.ts';
import { targetNamespacesAnnotation } from '../../shared/model/assumptions.ts';
import { clusterServiceVersions } from '../../shared/model/cluster-service-version.ts';
import { operatorGroups, type OperatorGroup } from '../../shared/model/operator-group.ts';
import { subscriptions, type Subscription } from '../../shared/model/subscription.ts';
import { startController, type ControllerOptions, type Means } from './controller.ts';
import type { Running } from './running.ts';
import { keepSettled, pause } from './settle.ts';
import { createIfAbsent, releaseFinalizer, writeMetadata } from './write.ts';

/** The finalizer with which the platform holds a Subscription until it has removed the operator. Its real name is not published. */
export const subscriptionFinalizer = 'marketplace.cpaas.io/subscription';

/**
 * What the platform does around a Subscription: it makes the OperatorGroup, and removes the operator when the Subscription is deleted.
 * It never upgrades. Settings: `subscription.enabled` (true), `subscription.group-without-annotation` (true), `subscription.group-delay` (0),
 * `subscription.removal-delay` (0), `subscription.keep-finalizer` (false).
 */
export function startSubscriptionController(cluster: Cluster, options: ControllerOptions = {}): Promise<Running> {
  return startController(cluster, options, (bench) => [
    keepSettled(cluster, {
      ...bench,
      resource: subscriptions,
      settle: (subscription, signal) => settleSubscription({ ...bench, signal }, subscription),
    }),
  ]);
}

async function settleSubscription(means: Means, subscription: Subscription): Promise<void> {
  if (!means.settings.flag('subscription.enabled', true)) return;
  if (subscription.metadata.deletionTimestamp !== undefined) return remove(means, subscription);
  const held = subscription.metadata.finalizers ?? [];
  if (!held.includes(subscriptionFinalizer))
    await writeMetadata(means.cluster, subscriptions, subscription, { finalizers: [...held, subscriptionFinalizer] });
  await ensureGroup(means, subscription);
}

async function ensureGroup({ cluster, settings, signal }: Means, { metadata }: Subscription): Promise<void> {
  const { namespace = '', annotations = {} } = metadata;
  const targets = annotations[targetNamespacesAnnotation];
  if (targets === undefined && !settings.flag('subscription.group-without-annotation', true)) return;
  await pause(settings.milliseconds('subscription.group-delay', 0), signal);
  const present = await cluster.list(operatorGroups, { namespace });
  if (present.length > 0 || signal.aborted) return;
  // Another Subscription of the namespace may be faster, which is as good: the name is the same.
  await createIfAbsent(cluster, operatorGroups, groupFor(namespace, targets));
}

/** The OperatorGroup of a namespace for the targets that the annotation of a Subscription names. */
export function groupFor(namespace: string, targets = ''): OperatorGroup {
  const targetNamespaces = targets
    .split(',')
    .map((target) => target.trim())
    .filter((target) => target !== '');
  return {
    apiVersion: 'operators.coreos.com/v1',
    kind: 'OperatorGroup',
    metadata: { name: `platform-${namespace}`, namespace },
    spec: targetNamespaces.length === 0 ? {} : { targetNamespaces },
  };
}

async function remove({ cluster, settings, signal }: Means, subscription: Subscription): Promise<void> {
  const { namespace, finalizers = [] } = subscription.metadata;
  if (!finalizers.includes(subscriptionFinalizer) || settings.flag('subscription.keep-finalizer', false)) return;
  await pause(settings.milliseconds('subscription.removal-delay', 0), signal);
  if (signal.aborted) return;
  const { installedCSV, currentCSV } = subscription.status ?? {};
  const csvs = new Set([installedCSV, currentCSV].filter((csv) => csv !== undefined));
  await Promise.all([...csvs].map((csv) => cluster.delete(clusterServiceVersions, csv, namespace)));
  await releaseFinalizer(cluster, subscriptions, subscription, subscriptionFinalizer);
}

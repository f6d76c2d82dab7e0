import { ExtError } from '../errors.ts';
import { message, type Message } from '../messages/message.ts';
import { targetNamespacesAnnotation } from '../model/assumptions.ts';
import { operatorGroups, targetsOf, type OperatorGroup } from '../model/operator-group.ts';
import { sourceOf } from '../model/source.ts';
import { subscriptions, type Subscription } from '../model/subscription.ts';
import { namespaces, type Namespace } from '../model/workload.ts';
import { checkInstallModes, checkNeighbourhood, checkSameWish } from './install-guards.ts';
import type { InstallFacts, InstallWish } from './install-wish.ts';
import type { CreateStep, KeepStep, Plan, Step } from './step.ts';

/** Plans the installation of one operator. Throws `unmet` where a guard stands in the way, with the way through. */
export function planInstall(wish: InstallWish, facts: InstallFacts): Plan {
  checkInstallModes(wish);
  const existing = ownSubscription(wish, facts);
  const subscription = existing ?? subscriptionFor(wish, facts);
  if (existing === undefined) checkNeighbourhood(wish, facts, subscription.metadata.name);
  else checkSameWish(wish, existing);
  return {
    title: message('plan.install', {
      operator: wish.manifest.status.packageName,
      version: wish.entry.version ?? wish.entry.name,
      source: sourceOf(wish.manifest, facts.publishers),
      catalog: wish.manifest.status.catalogSource,
      channel: wish.channel.name,
    }),
    steps: [
      ...namespaceStep(wish, facts),
      ...operatorGroupStep(wish, facts),
      existing === undefined ? createSubscription(wish, subscription) : keep(subscription),
      ...approveStep(wish, subscription),
      awaitStep(wish, subscription),
      ...holdStep(wish, subscription),
    ],
    warnings: warningsOf(wish),
  };
}

/** The Subscription of this package in the namespace of the wish. */
function ownSubscription(wish: InstallWish, facts: InstallFacts): Subscription | undefined {
  return facts.subscriptions.find(
    ({ metadata, spec }) => metadata.namespace === wish.namespace && spec.name === wish.manifest.status.packageName,
  );
}

function subscriptionFor(
  { manifest, channel, entry, approval, namespace, targets, config }: InstallWish,
  facts: InstallFacts,
): Subscription {
  const { packageName, catalogSource, catalogSourceNamespace } = manifest.status;
  return {
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'Subscription',
    metadata: {
      name: `${packageName}-subs`,
      namespace,
      // The platform makes the OperatorGroup from it; elsewhere it would be noise.
      ...(facts.onPlatform ? { annotations: { [targetNamespacesAnnotation]: targets.join(',') } } : {}),
    },
    spec: {
      channel: channel.name,
      installPlanApproval: approval,
      name: packageName,
      source: catalogSource,
      sourceNamespace: catalogSourceNamespace,
      ...(approval === 'Manual' ? { startingCSV: entry.name } : {}),
      ...(config === undefined ? {} : { config }),
    },
  };
}

function namespaceStep({ namespace }: InstallWish, { namespaceExists }: InstallFacts): Step[] {
  const object: Namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  return [{ action: namespaceExists ? 'keep' : 'create', resource: namespaces, object }];
}

/** Exactly one OperatorGroup has to be there, else OLM does nothing and says nothing. */
function operatorGroupStep(wish: InstallWish, facts: InstallFacts): Step[] {
  const { namespace, targets } = wish;
  const [group, second] = facts.operatorGroups.filter(({ metadata }) => metadata.namespace === namespace);
  if (second !== undefined) {
    throw new ExtError('unmet', message('install.two-groups', { namespace }), {
      because: message('install.two-groups.because'),
      hints: [`kubectl -n ${namespace} get operatorgroups.operators.coreos.com`],
    });
  }
  if (group === undefined) {
    if (facts.onPlatform && !wish.createOperatorGroup) return [];
    return [{ action: 'create', resource: operatorGroups, object: operatorGroupFor(wish) }];
  }
  const theirs = targetsOf(group);
  if (theirs !== null && theirs.join() !== targets.toSorted().join()) {
    throw new ExtError(
      'unmet',
      message('install.group-differs', { namespace, group: group.metadata.name, targets: listed(theirs), wanted: listed(targets) }),
      {
        object: `operatorgroup/${group.metadata.name}`,
        path: 'spec.targetNamespaces',
        hints: [message('install.group-differs.hint')],
      },
    );
  }
  return [{ action: 'keep', resource: operatorGroups, object: group }];
}

/** The OperatorGroup of a namespace that has none and where the platform makes none. */
function operatorGroupFor({ manifest, namespace, targets }: InstallWish): OperatorGroup {
  return {
    apiVersion: 'operators.coreos.com/v1',
    kind: 'OperatorGroup',
    metadata: {
      name: `${manifest.status.packageName}-og`,
      namespace,
      labels: { 'ext.cpaas.io/created-by': 'kubectl-ext' },
    },
    spec: targets.length === 0 ? {} : { targetNamespaces: [...targets] },
  };
}

function createSubscription({ approval, entry }: InstallWish, object: Subscription): CreateStep {
  const remark = approval === 'Manual' ? message('plan.subscription.manual', { csv: entry.name }) : message('plan.subscription.automatic');
  return { action: 'create', resource: subscriptions, object, remark };
}

function keep(object: Subscription): KeepStep {
  return { action: 'keep', resource: subscriptions, object };
}

/** The approval is ours to give, or somebody else's to wait for, unless nobody has to give one. */
function approveStep(wish: InstallWish, { metadata, status }: Subscription): Step[] {
  if (wish.approval === 'Automatic' || status?.installedCSV === wish.entry.name) return [];
  const target = { namespace: wish.namespace, subscription: metadata.name, csv: wish.entry.name };
  if (wish.noApprove) return [{ action: 'await-approval', ...target }];
  const guard = {
    packages: [wish.manifest.status.packageName],
    includeNeighbours: wish.includeNeighbours,
    ...(wish.expect === undefined ? {} : { expect: wish.expect }),
  };
  return [{ action: 'approve', ...target, guard }];
}

function awaitStep({ namespace, entry, approval }: InstallWish, { metadata }: Subscription): Step {
  const target = { namespace, subscription: metadata.name, csv: entry.name };
  if (approval === 'Manual') return { action: 'await', ...target, orNewer: false };
  return { action: 'await', ...target, orNewer: true, ...(entry.version === undefined ? {} : { version: entry.version }) };
}

/** Also in a second run: the first may have ended before it came to the dependencies. Where all of them are Manual it writes nothing. */
function holdStep({ namespace, approval, noApprove }: InstallWish, { metadata }: Subscription): Step[] {
  if (noApprove) return [];
  return [{ action: 'hold-dependencies', namespace, subscription: metadata.name, onlyAlauda: approval === 'Automatic' }];
}

function warningsOf({ targets }: InstallWish): Message[] {
  return targets.length === 0 ? [] : [message('install.targets.warning', { targets })];
}

function listed(targets: readonly string[]): string {
  return targets.length === 0 ? '<all>' : targets.join(',');
}

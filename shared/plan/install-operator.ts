import { ExtError } from '../errors.ts';
import { message, type Message } from '../messages/message.ts';
import { targetNamespacesAnnotation } from '../model/assumptions.ts';
import { operatorGroups, targetsOf, type OperatorGroup } from '../model/operator-group.ts';
import type { ChannelEntry, PackageChannel, PackageManifest } from '../model/package-manifest.ts';
import { sourceOf } from '../model/source.ts';
import { subscriptions, type Approval, type Subscription } from '../model/subscription.ts';
import { namespaces, type Namespace } from '../model/workload.ts';
import type { CreateStep, KeepStep, Plan, Step } from './step.ts';
import { neededModes, supportedModes } from './targets.ts';

/** What is wanted, every name already found. */
export interface InstallWish {
  readonly manifest: PackageManifest;
  readonly channel: PackageChannel;
  readonly entry: ChannelEntry;
  readonly approval: Approval;
  readonly namespace: string;
  /** Empty means all namespaces. */
  readonly targets: readonly string[];
  readonly allowSharedNamespace: boolean;
  readonly includeNeighbours: boolean;
  readonly createOperatorGroup: boolean;
  /** Leave the approval to somebody else. */
  readonly noApprove: boolean;
  readonly expect?: readonly string[];
}

/** What is on the cluster, as far as it matters here. */
export interface InstallFacts {
  readonly namespaceExists: boolean;
  /** All that could be seen, at least those of the namespace. */
  readonly subscriptions: readonly Subscription[];
  readonly operatorGroups: readonly OperatorGroup[];
  /** The platform makes the OperatorGroup itself. */
  readonly onPlatform: boolean;
}

/** Plans the installation of one operator. Throws `unmet` where a guard stands in the way, with the way through. */
export function planInstall(wish: InstallWish, facts: InstallFacts): Plan {
  checkInstallModes(wish);
  const existing = ownSubscription(wish, facts);
  if (existing === undefined) checkNeighbourhood(wish, facts);
  else checkSameWish(wish, existing);
  const subscription = existing ?? subscriptionFor(wish, facts);
  return {
    title: message('plan.install', {
      operator: wish.manifest.status.packageName,
      version: wish.entry.version ?? wish.entry.name,
      source: sourceOf(wish.manifest),
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

function checkInstallModes({ channel, targets, namespace, manifest }: InstallWish): void {
  const modes = channel.currentCSVDesc?.installModes;
  if (modes === undefined) return;
  const supported = supportedModes(modes);
  const lacking = neededModes(targets, namespace).filter((mode) => !supported.includes(mode));
  if (lacking.length === 0) return;
  throw new ExtError('unmet', message('install.modes', { operator: manifest.status.packageName, lacking, supported }), {
    path: 'spec.targetNamespaces',
    hints: [message('install.modes.hint', { namespace })],
  });
}

/** A fresh Subscription wants a namespace of its own, and no other copy that watches the same namespaces. */
function checkNeighbourhood(wish: InstallWish, facts: InstallFacts): void {
  const operator = wish.manifest.status.packageName;
  const neighbour = facts.subscriptions.find(({ metadata }) => metadata.namespace === wish.namespace);
  if (neighbour !== undefined && !wish.allowSharedNamespace) {
    throw new ExtError('unmet', message('install.shared-namespace', { namespace: wish.namespace, neighbour: neighbour.spec.name }), {
      object: `subscription/${neighbour.metadata.name}`,
      because: message('install.shared-namespace.because'),
      hints: [`kubectl ext install ${operator} -n ${operator}`, message('install.shared-namespace.hint')],
    });
  }
  const copy = facts.subscriptions.find((other) => other.spec.name === operator && overlaps(wish, other, facts));
  if (copy === undefined) return;
  throw new ExtError('unmet', message('install.elsewhere', { operator, namespace: copy.metadata.namespace ?? '' }), {
    object: `subscription/${copy.metadata.name}`,
    hints: [`kubectl ext status ${operator}`],
  });
}

/** Whether the operator of another namespace watches one that the wish would watch. A selector may match any. */
function overlaps({ targets }: InstallWish, other: Subscription, { operatorGroups: groups }: InstallFacts): boolean {
  const theirs = groups.filter(({ metadata }) => metadata.namespace === other.metadata.namespace).map(targetsOf);
  if (targets.length === 0) return true;
  return theirs.length === 0 || theirs.some((names) => names === null || names.length === 0 || names.some((name) => targets.includes(name)));
}

/** A second install of the same is fine; of something else it is an upgrade or a change of configuration. */
function checkSameWish(wish: InstallWish, existing: Subscription): void {
  const operator = wish.manifest.status.packageName;
  const differing = differences(wish, existing);
  if (differing.length > 0) {
    throw new ExtError('unmet', message('install.differs', { operator, fields: differing }), {
      object: `subscription/${existing.metadata.name}`,
      hints: [`kubectl ext configure ${operator} -n ${wish.namespace}`],
    });
  }
  const { installedCSV, currentCSV } = existing.status ?? {};
  if (wish.approval === 'Automatic' || installedCSV === wish.entry.name) return;
  const standing = installedCSV ?? currentCSV ?? existing.spec.startingCSV;
  if (standing === undefined || standing === wish.entry.name) return;
  const version = wish.entry.version ?? wish.entry.name;
  throw new ExtError('unmet', message('install.other-version', { operator, standing, wanted: wish.entry.name }), {
    object: `subscription/${existing.metadata.name}`,
    hints: [`kubectl ext upgrade ${operator} -n ${wish.namespace} --to ${version}`],
  });
}

/** The fields of an existing Subscription that are not as wished; the starting CSV aside, which only matters once. */
function differences({ manifest, channel, approval }: InstallWish, { spec }: Subscription): string[] {
  const pairs: [string, string | undefined, string][] = [
    ['spec.channel', spec.channel || manifest.status.defaultChannel, channel.name],
    ['spec.source', spec.source, manifest.status.catalogSource],
    ['spec.sourceNamespace', spec.sourceNamespace, manifest.status.catalogSourceNamespace],
    ['spec.installPlanApproval', spec.installPlanApproval ?? 'Automatic', approval],
  ];
  return pairs.filter(([, is, wanted]) => is !== wanted).map(([path]) => path);
}

function subscriptionFor({ manifest, channel, entry, approval, namespace, targets }: InstallWish, facts: InstallFacts): Subscription {
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
    throw new ExtError('unmet', message('install.group-differs', { namespace, group: group.metadata.name, targets: listed(theirs), wanted: listed(targets) }), {
      object: `operatorgroup/${group.metadata.name}`,
      path: 'spec.targetNamespaces',
      hints: [message('install.group-differs.hint')],
    });
  }
  return [{ action: 'keep', resource: operatorGroups, object: group }];
}

/** The OperatorGroup of a namespace that has none and where the platform makes none. */
export function operatorGroupFor({ manifest, namespace, targets }: Pick<InstallWish, 'manifest' | 'namespace' | 'targets'>): OperatorGroup {
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

function approveStep(wish: InstallWish, { metadata, status }: Subscription): Step[] {
  if (wish.approval === 'Automatic' || wish.noApprove || status?.installedCSV === wish.entry.name) return [];
  const guard = {
    packages: [wish.manifest.status.packageName],
    includeNeighbours: wish.includeNeighbours,
    ...(wish.expect === undefined ? {} : { expect: wish.expect }),
  };
  return [{ action: 'approve', namespace: wish.namespace, subscription: metadata.name, csv: wish.entry.name, guard }];
}

function awaitStep({ namespace, entry, approval }: InstallWish, { metadata }: Subscription): Step {
  return { action: 'await', namespace, subscription: metadata.name, csv: entry.name, orNewer: approval === 'Automatic' };
}

/** Only what this call installs has dependencies to hold: a second run changes nothing. */
function holdStep({ namespace, approval, noApprove }: InstallWish, { metadata, status }: Subscription): Step[] {
  if (noApprove || status?.installedCSV !== undefined) return [];
  return [{ action: 'hold-dependencies', namespace, subscription: metadata.name, onlyAlauda: approval === 'Automatic' }];
}

function warningsOf({ targets }: InstallWish): Message[] {
  return targets.length === 0 ? [] : [message('install.targets.warning', { targets })];
}

function listed(targets: readonly string[]): string {
  return targets.length === 0 ? '<all>' : targets.join(',');
}

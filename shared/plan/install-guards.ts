import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { differingConfig } from '../model/operator-config.ts';
import { targetsOf } from '../model/operator-group.ts';
import type { Subscription, SubscriptionSpec } from '../model/subscription.ts';
import { compareVersions } from '../model/version.ts';
import type { InstallFacts, InstallWish } from './install-wish.ts';
import { neededModes, supportedModes } from './targets.ts';

/** The operator has to be able to watch what it is to watch. Throws `unmet` with what it lacks. */
export function checkInstallModes({ channel, targets, namespace, manifest }: InstallWish): void {
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

/**
 * A fresh Subscription of this name wants a free name, a namespace of its own, and no other copy that watches the same namespaces.
 * Throws `unmet` with the ways out.
 */
export function checkNeighbourhood(wish: InstallWish, facts: InstallFacts, name: string): void {
  const here = facts.subscriptions.filter(({ metadata }) => metadata.namespace === wish.namespace);
  const namesake = here.find(({ metadata }) => metadata.name === name);
  if (namesake !== undefined) throw nameTaken(namesake, wish, facts);
  const [neighbour] = here;
  if (neighbour !== undefined && !wish.allowSharedNamespace) throw sharedNamespace(neighbour, wish, facts);
  const operator = wish.manifest.status.packageName;
  const copy = facts.subscriptions.find((other) => other.spec.name === operator && overlaps(wish, other, facts));
  if (copy === undefined) return;
  throw new ExtError('unmet', message('install.elsewhere', { operator, namespace: copy.metadata.namespace ?? '' }), {
    object: `subscription/${copy.metadata.name}`,
    hints: [`kubectl ext status ${operator}`],
  });
}

function nameTaken({ metadata, spec }: Subscription, wish: InstallWish, facts: InstallFacts): ExtError {
  return new ExtError('unmet', message('install.name-taken', { name: metadata.name, namespace: wish.namespace, operator: spec.name }), {
    object: `subscription/${metadata.name}`,
    hints: installElsewhere(wish, facts),
  });
}

function sharedNamespace({ metadata, spec }: Subscription, wish: InstallWish, facts: InstallFacts): ExtError {
  return new ExtError('unmet', message('install.shared-namespace', { namespace: wish.namespace, neighbour: spec.name }), {
    object: `subscription/${metadata.name}`,
    because: message('install.shared-namespace.because'),
    hints: [...installElsewhere(wish, facts), message('install.shared-namespace.hint')],
  });
}

/** The command for a namespace that holds no Subscription yet; none where the likely ones do. */
function installElsewhere({ manifest }: InstallWish, { subscriptions }: InstallFacts): string[] {
  const operator = manifest.status.packageName;
  const free = [operator, `${operator}-system`].find((name) => !subscriptions.some(({ metadata }) => metadata.namespace === name));
  return free === undefined ? [] : [`kubectl ext install ${operator} -n ${free}`];
}

/** Whether the operator of another namespace watches one that the wish would watch. A selector may match any. */
function overlaps({ targets }: InstallWish, other: Subscription, { operatorGroups: groups }: InstallFacts): boolean {
  const theirs = groups.filter(({ metadata }) => metadata.namespace === other.metadata.namespace).map(targetsOf);
  if (targets.length === 0) return true;
  return (
    theirs.length === 0 || theirs.some((names) => names === null || names.length === 0 || names.some((name) => targets.includes(name)))
  );
}

/**
 * A second install of the same is fine; of something else it is an upgrade or a change of configuration.
 * Throws `unmet` with the command that is meant for it.
 */
export function checkSameWish(wish: InstallWish, existing: Subscription): void {
  const { catalogSource: source, catalogSourceNamespace: sourceNamespace, defaultChannel, packageName: operator } = wish.manifest.status;
  const { approval: installPlanApproval, config = {} } = wish;
  const wanted = { name: operator, channel: wish.channel.name, source, sourceNamespace, installPlanApproval, config };
  checkSameSpec(wanted, { ...existing, spec: { ...existing.spec, channel: existing.spec.channel || defaultChannel } });
  const standing = standingCsv(existing);
  if (wish.approval === 'Automatic' || standing === undefined || standing === wish.entry.name) return;
  throw new ExtError('unmet', message('install.other-version', { operator, standing, wanted: wish.entry.name }), {
    object: `subscription/${existing.metadata.name}`,
    ...waysTo(wish, standing, existing),
  });
}

/**
 * An existing Subscription has to want the same, the starting CSV aside, which only matters once.
 * Throws `unmet` with the fields that differ and the command that is meant for them.
 */
export function checkSameSpec(wanted: SubscriptionSpec, { metadata, spec }: Subscription): void {
  const pairs: [string, string | undefined, string | undefined][] = [
    ['spec.channel', spec.channel, wanted.channel],
    ['spec.source', spec.source, wanted.source],
    ['spec.sourceNamespace', spec.sourceNamespace, wanted.sourceNamespace],
    ['spec.installPlanApproval', spec.installPlanApproval ?? 'Automatic', wanted.installPlanApproval],
  ];
  const differing = [
    ...pairs.filter(([, is, ours]) => is !== ours).map(([path]) => path),
    ...differingConfig(wanted.config ?? {}, spec.config).map((field) => `spec.config.${field}`),
  ];
  if (differing.length === 0) return;
  throw new ExtError('unmet', message('install.differs', { operator: wanted.name, fields: differing }), {
    object: `subscription/${metadata.name}`,
    hints: [`kubectl edit subscriptions.operators.coreos.com ${metadata.name} -n ${metadata.namespace}`],
  });
}

/** The CSV that is installed, else the one that is on its way, else the one that was asked for. */
function standingCsv({ status, spec }: Subscription): string | undefined {
  return status?.installedCSV ?? status?.currentCSV ?? spec.startingCSV;
}

/** How the wanted version is reached from the standing one. Up goes OLM by itself, with approvals; down goes nothing. */
function waysTo(wish: InstallWish, standing: string, { status }: Subscription): Pick<ExtError['details'], 'because' | 'hints'> {
  const { namespace, entry, manifest } = wish;
  const operator = manifest.status.packageName;
  if (isBelow(wish, standing)) {
    return {
      because: message('install.other-version.below', { standing }),
      hints: [message('install.other-version.below.hint', { operator, namespace })],
    };
  }
  if (status?.currentCSV === entry.name) return { hints: [`kubectl ext approve ${operator} -n ${namespace} --expect ${entry.name}`] };
  return { hints: [message('install.other-version.above.hint', { operator, namespace, wanted: entry.name })] };
}

/** Whether the wanted version is surely below that of a CSV. What the catalogue does not tell is not guessed. */
function isBelow({ entry, manifest }: InstallWish, csv: string): boolean {
  const entries = manifest.status.channels.flatMap((channel) => channel.entries ?? []);
  const version = entries.find(({ name }) => name === csv)?.version;
  if (version === undefined || entry.version === undefined) return false;
  return (compareVersions(entry.version, version) ?? 0) < 0;
}

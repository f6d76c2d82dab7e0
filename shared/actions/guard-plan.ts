import type { Cluster } from '../cluster/cluster.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { InstallPlan } from '../model/install-plan.ts';
import { subscriptions } from '../model/subscription.ts';
import { changesOf, missingFrom, trespassers, type PlannedChange } from '../plan/approve.ts';
import type { Guard } from '../plan/step.ts';

/** A plan, and the packages in it that were named. */
export interface GuardedPlan {
  readonly plan: InstallPlan;
  readonly packages: readonly string[];
}

/** What is going to happen to a plan, by the command that does it. */
export type Verb = 'approve' | 'reject';

/**
 * Makes sure that what happens to plans concerns only what was named, and returns what each of them changes. What is expected is expected of
 * all of them together. Throws `unmet` with the CSVs of a plan, each with its role, where something else would come along or something is missing.
 */
export async function guardPlans(
  cluster: Cluster,
  plans: readonly GuardedPlan[],
  guard: Omit<Guard, 'packages'>,
  verb: Verb = 'approve',
): Promise<PlannedChange[][]> {
  const all: PlannedChange[][] = [];
  for (const { plan, packages } of plans) all.push(await guardOne(cluster, plan, { ...guard, packages }, verb));
  const missing = missingFrom(all.flat(), guard);
  if (plans.length === 0 || missing.length === 0) return all;
  throw new ExtError('unmet', message('approve.missing', { missing }), {
    path: 'spec.clusterServiceVersionNames',
    lines: changeLines(all.flat()),
    hints: ['kubectl ext list --pending'],
  });
}

async function guardOne(cluster: Cluster, plan: InstallPlan, guard: Guard, verb: Verb): Promise<PlannedChange[]> {
  const { name, namespace } = plan.metadata;
  const changes = changesOf(plan, await cluster.list(subscriptions, { namespace }), guard.packages);
  const lines = changeLines(changes);
  const [first] = trespassers(changes, guard);
  if (first === undefined) return changes;
  if (guard.expect !== undefined) {
    throw new ExtError('unmet', message('approve.unexpected', { plan: name, expected: guard.expect }), {
      object: `installplan/${name}`,
      path: 'spec.clusterServiceVersionNames',
      lines,
      hints: [`kubectl ext list --pending -n ${namespace}`],
    });
  }
  throw new ExtError('unmet', message('approve.neighbour', { plan: name, role: first.role }), {
    object: `installplan/${name}`,
    path: 'spec.clusterServiceVersionNames',
    lines,
    because: message('approve.neighbour.because', { namespace: namespace ?? '' }),
    hints: [`kubectl ext ${verb} ${guard.packages.join(' ')} -n ${namespace} --include-neighbours`],
  });
}

/** `NAME   FROM → TO   ROLE`, aligned. */
export function changeLines(changes: readonly PlannedChange[]): string[] {
  const width = (text: (change: PlannedChange) => string) => Math.max(...changes.map((change) => text(change).length));
  const move = ({ name, from, csv }: PlannedChange) => `${versionIn(from, name)} → ${versionIn(csv, name)}`;
  const [names, moves] = [width(({ name }) => name), width(move)];
  return changes.map((change) => `${change.name.padEnd(names)}   ${move(change).padEnd(moves)}   ${change.role}`);
}

/** The version in a CSV's name where it begins with the package's, else the whole name. */
function versionIn(csv: string | null, name: string): string {
  if (csv === null) return '<none>';
  return csv.startsWith(`${name}.`) ? csv.slice(name.length + 1) : csv;
}

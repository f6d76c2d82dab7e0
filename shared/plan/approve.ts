import type { InstallPlan } from '../model/install-plan.ts';
import { holdOf, type Subscription } from '../model/subscription.ts';
import type { Guard } from './step.ts';

/** One CSV that a plan brings, and for whom. */
export interface PlannedChange {
  readonly csv: string;
  /** The package whose Subscription moves to this CSV, or the CSV itself where no Subscription is known. */
  readonly name: string;
  /** The CSV that is installed now. */
  readonly from: string | null;
  /** `named`: asked for; `neighbour`: another Subscription of the namespace; `dependency`: OLM adds it. */
  readonly role: 'named' | 'neighbour' | 'dependency';
  /** Why the Subscription is held, where it is. */
  readonly held?: string;
}

/** What a plan changes, each CSV with its role, in the plan's own order. */
export function changesOf(plan: InstallPlan, subscriptions: readonly Subscription[], packages: readonly string[]): PlannedChange[] {
  const here = subscriptions.filter(({ metadata }) => metadata.namespace === plan.metadata.namespace);
  return plan.spec.clusterServiceVersionNames.map((csv): PlannedChange => {
    const owner = here.find(({ status }) => status?.currentCSV === csv) ?? here.find(({ spec }) => spec.startingCSV === csv);
    if (owner === undefined) return { csv, name: csv, from: null, role: 'dependency' };
    const { name } = owner.spec;
    const held = holdOf(owner);
    return {
      csv,
      name,
      from: owner.status?.installedCSV ?? null,
      role: packages.includes(name) ? 'named' : 'neighbour',
      ...(held === undefined ? {} : { held }),
    };
  });
}

/** What forbids the approval of a plan: CSVs beyond the named ones, or where some are expected, beyond those. Empty means it may go on. */
export function trespassers(changes: readonly PlannedChange[], guard: Guard): PlannedChange[] {
  if (guard.expect !== undefined) {
    const expected = new Set(guard.expect);
    return changes.filter(({ csv }) => !expected.has(csv));
  }
  return guard.includeNeighbours ? [] : changes.filter(({ role }) => role !== 'named');
}

/** The expected CSVs that are in none of the plans, whose changes these are. */
export function missingFrom(changes: readonly PlannedChange[], { expect = [] }: Pick<Guard, 'expect'>): string[] {
  const held = new Set(changes.map(({ csv }) => csv));
  return expect.filter((csv) => !held.has(csv));
}

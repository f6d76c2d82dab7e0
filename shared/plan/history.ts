import type { HistoryEntry } from '../model/history.ts';
import type { InstallPlan } from '../model/install-plan.ts';
import type { KubeEvent } from '../model/pod.ts';
import type { PlannedChange } from './approve.ts';

/** What was done to a plan, and why. */
export interface Deed {
  readonly plan: InstallPlan;
  /** The packages that were named. */
  readonly packages: readonly string[];
  readonly changes: readonly PlannedChange[];
  readonly result: HistoryEntry['result'];
  readonly reason?: string;
}

/** Who did it, when and where. */
export interface Doer {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly user: string | null;
  /** The URL of the API server. */
  readonly cluster: string;
}

/** What is to be remembered of a deed: an entry for every package that was named. */
export function entriesOf({ plan, packages, changes, result, reason }: Deed, { now, user, cluster }: Doer): HistoryEntry[] {
  return packages.map((name) => {
    const own = changes.find((change) => change.role === 'named' && change.name === name);
    return {
      time: new Date(now).toISOString(),
      user,
      cluster,
      namespace: plan.metadata.namespace ?? '',
      package: name,
      from: own?.from ?? null,
      to: own?.csv ?? null,
      plan: plan.metadata.name,
      neighbours: changes.filter((change) => change !== own).map(({ csv }) => csv),
      reason: reason ?? null,
      result,
    };
  });
}

/** A deed as an Event about the plan. Like all Events it speaks English. */
export function eventOf({ plan, packages, changes, result, reason }: Deed, { now, user }: Doer): KubeEvent {
  const { name, namespace, uid } = plan.metadata;
  const at = new Date(now).toISOString();
  const moves = changes.map(({ from, csv }) => `${from ?? '<none>'} → ${csv}`);
  const said = `${user ?? '<unknown>'} ${result} ${name} for ${packages.join(', ')}: ${moves.join(', ')}`;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    // As client-go names them: the time keeps two Events about one object apart. The names of plans are OLM's, and short.
    metadata: { name: `${name}.${now.toString(16)}`, namespace },
    involvedObject: { apiVersion: plan.apiVersion, kind: plan.kind, name, namespace, uid },
    type: 'Normal',
    reason: result === 'approved' ? 'Approved' : 'Rejected',
    message: reason === undefined ? said : `${said}; ${reason}`,
    source: { component: 'kubectl-ext' },
    count: 1,
    firstTimestamp: at,
    lastTimestamp: at,
  };
}

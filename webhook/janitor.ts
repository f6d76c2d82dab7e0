import type { Cluster } from '../shared/cluster/cluster.ts';
import {
  claimFor,
  claimName,
  holderAnnotations,
  holderIn,
  pairKey,
  pairOf,
  pairSelector,
  storedAnnotation,
  type Holder,
} from '../shared/model/claim.ts';
import { leases, type Lease } from '../shared/model/lease.ts';
import { moduleInfoes, type ModuleInfo } from '../shared/model/module-info.ts';
import { errorData, type Log } from './log.ts';
import { pause } from './pause.ts';
import { unlessConflict } from './unless-conflict.ts';

/** What claims are kept in order with; times in milliseconds. */
export interface JanitorParts {
  readonly cluster: Pick<Cluster, 'list' | 'create' | 'patch' | 'delete'>;
  readonly namespace: string;
  /** What is installed and what is claimed, as last seen; undefined where nothing is known. */
  readonly modules: { readonly items: readonly ModuleInfo[] | undefined };
  readonly claims: { readonly items: readonly Lease[] | undefined };
  readonly leader: { readonly isLeader: boolean };
  readonly times: { readonly janitorEvery: number; readonly claimOrphan: number; readonly claimVanished: number };
  /** Goes only forward. */
  readonly clock: () => number;
  readonly log: Log;
  readonly onFix: () => void;
  /** Told of every one that has been installed more than once for a while, each time it is seen: the platform's rename has two for a moment. */
  readonly onDuplicate: (holder: Holder) => void;
}

/** Keeps claims and installations together: everything that is installed is claimed, and nothing else for long. */
export class Janitor {
  readonly #parts: JanitorParts;
  /** Since when each claim has been without an object. */
  #empty = new Map<string, number>();
  /** Since when each plugin is installed more than once on a cluster. */
  #twice = new Map<string, number>();

  constructor(parts: JanitorParts) {
    this.#parts = parts;
  }

  /** Claims what is installed and not claimed. Every replica does so before it serves. */
  async backfill(): Promise<void> {
    const claimed = new Set((this.#parts.claims.items ?? []).map(({ metadata }) => metadata.name));
    const missing = [...this.#installed().values()].filter(([first]) => first !== undefined && !claimed.has(claimName(first)));
    for (const [first] of missing) if (first !== undefined) await this.#claim(first);
  }

  /** How many claims have an object, and how many have none. */
  count(): { readonly held: number; readonly orphan: number } {
    const installed = this.#installed();
    const holders = (this.#parts.claims.items ?? []).flatMap((claim) => holderIn(claim) ?? []);
    const held = holders.filter((holder) => installed.has(pairKey(holder))).length;
    return { held, orphan: holders.length - held };
  }

  /** How many plugins are installed more than once on a cluster. */
  duplicates(): number {
    return this.#several().length;
  }

  /** Sweeps again and again while this replica leads, until the signal aborts. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { leader, times, log } = this.#parts;
    while (!signal.aborted) {
      await pause(times.janitorEvery, signal);
      if (signal.aborted || !leader.isLeader) continue;
      try {
        await this.sweep();
      } catch (error) {
        log('janitor.failed', errorData(error));
      }
    }
  }

  /** Puts in order what is not. */
  async sweep(): Promise<void> {
    const { modules, claims } = this.#parts;
    if (modules.items === undefined || claims.items === undefined) return;
    await this.backfill();
    const installed = this.#installed();
    const empty = new Map<string, number>();
    for (const claim of claims.items) {
      const holder = holderIn(claim);
      const present = holder && installed.get(pairKey(holder));
      if (holder === undefined) continue;
      if (present === undefined) await this.#lookAtEmpty(claim, holder, empty);
      else await this.#hand(claim, holder, present);
    }
    this.#empty = empty;
    this.#tellOfDuplicates();
  }

  #tellOfDuplicates(): void {
    const { clock, times, onDuplicate } = this.#parts;
    const twice = new Map<string, number>();
    for (const holders of this.#several()) {
      const [first] = holders;
      const key = first === undefined ? '' : pairKey(first);
      const since = this.#twice.get(key) ?? clock();
      twice.set(key, since);
      if (clock() - since >= times.claimOrphan) holders.forEach((holder) => onDuplicate(holder));
    }
    this.#twice = twice;
  }

  #several(): (readonly Holder[])[] {
    return [...this.#installed().values()].filter((holders) => holders.length > 1);
  }

  /** Everything that is installed, by plugin and cluster. What names no cluster is guarded by the facts alone. */
  #installed(): Map<string, readonly Holder[]> {
    const holders = (this.#parts.modules.items ?? []).flatMap((info): Holder[] => {
      const pair = pairOf(info);
      return pair === undefined ? [] : [{ ...pair, name: info.metadata.name, uid: info.metadata.uid ?? '' }];
    });
    return Map.groupBy(holders, pairKey);
  }

  /** A claim goes when its object has gone, or when none came; not before the server says that nothing is there. */
  async #lookAtEmpty(claim: Lease, holder: Holder, empty: Map<string, number>): Promise<void> {
    const { cluster, namespace, clock, times, onFix } = this.#parts;
    const { name, uid, resourceVersion, annotations = {} } = claim.metadata;
    const since = this.#empty.get(name) ?? clock();
    empty.set(name, since);
    const limit = annotations[storedAnnotation] === undefined ? times.claimOrphan : times.claimVanished;
    if (clock() - since < limit) return;
    const found = await cluster.list(moduleInfoes, { labelSelector: pairSelector(holder) });
    if (found.length > 0) return;
    const isDone = await unlessConflict(() =>
      cluster.delete(leases, name, namespace, { ...(uid && { uid }), ...(resourceVersion && { resourceVersion }) }),
    );
    if (isDone) onFix();
  }

  /** The claim names an object that is there, and says that one was seen: the platform stores one anew under its canonical name. */
  async #hand(claim: Lease, holder: Holder, present: readonly Holder[]): Promise<void> {
    const { cluster, namespace, onFix } = this.#parts;
    const { name, resourceVersion, annotations = {} } = claim.metadata;
    const survivor = present.find(({ uid }) => uid === holder.uid) ?? present[0];
    if (survivor === undefined || (survivor.uid === holder.uid && annotations[storedAnnotation] !== undefined)) return;
    const metadata = { resourceVersion, annotations: { ...holderAnnotations(survivor), [storedAnnotation]: 'true' } };
    const patch = { metadata, spec: { holderIdentity: survivor.name } };
    const isDone = await unlessConflict(() => cluster.patch(leases, { name, namespace }, patch));
    if (isDone && survivor.uid !== holder.uid) onFix();
  }

  async #claim(holder: Holder): Promise<void> {
    const { cluster, namespace, onFix } = this.#parts;
    const claim = claimFor(holder, namespace);
    const annotations = { ...claim.metadata.annotations, [storedAnnotation]: 'true' };
    const isDone = await unlessConflict(() => cluster.create(leases, { ...claim, metadata: { ...claim.metadata, annotations } }));
    if (isDone) onFix();
  }
}

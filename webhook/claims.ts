import type { Cluster } from '../shared/cluster/cluster.ts';
import { claimFor, claimName, holderIn, pairSelector, type Holder } from '../shared/model/claim.ts';
import { leases, type Lease } from '../shared/model/lease.ts';
import { moduleInfoes, type ModuleInfo } from '../shared/model/module-info.ts';
import { errorData, type Log } from './log.ts';
import { pause } from './pause.ts';
import { unlessConflict } from './unless-conflict.ts';

/** What claims are taken with; times in milliseconds. */
export interface ClaimsParts {
  readonly cluster: Pick<Cluster, 'get' | 'list' | 'create' | 'delete'>;
  readonly namespace: string;
  /** So long a create may be under way to the store after its review: until then a claim without an object is believed. */
  readonly patience: number;
  readonly log: Log;
  /** Told when a claim was taken from somebody whose object was never stored. */
  readonly onTakeover: () => void;
}

/** What became of a claim. */
export type ClaimOutcome =
  | { readonly is: 'granted' }
  /** Another installation is stored, or is being removed. */
  | { readonly is: 'taken'; readonly by: ModuleInfo }
  /** Another installation may be stored at any moment; worth trying again after so many seconds. */
  | { readonly is: 'busy'; readonly seconds: number }
  | { readonly is: 'unreadable' };

/** How a claim is asked for. */
export interface ClaimWish extends Holder {
  /** Reads the same, and writes nothing. */
  readonly dryRun: boolean;
}

/**
 * Decides between installations of one plugin on one cluster that come at the same moment, in several replicas and under several names. A claim
 * is a Lease whose name follows from the pair, so the store decides who has it. It outlives the review, because the object is stored after it.
 */
export class Claims {
  readonly #parts: ClaimsParts;

  constructor(parts: ClaimsParts) {
    this.#parts = parts;
  }

  /** Asks for the claim within so many milliseconds. Never rejects. */
  async take(wish: ClaimWish, budget: number): Promise<ClaimOutcome> {
    const settled = new AbortController();
    const over = pause(budget, settled.signal).then((): ClaimOutcome => ({ is: 'unreadable' }));
    const outcome = this.#decide(wish).catch((error: unknown): ClaimOutcome => {
      this.#parts.log('claim.failed', errorData(error));
      return { is: 'unreadable' };
    });
    return Promise.race([outcome, over]).finally(() => settled.abort());
  }

  async #decide(wish: ClaimWish): Promise<ClaimOutcome> {
    if (!wish.dryRun && (await this.#create(wish))) return { is: 'granted' };
    const { cluster, namespace } = this.#parts;
    const found = await cluster.get(leases, claimName(wish), namespace);
    if (found !== null) return this.#contest(found, wish);
    // It has gone meanwhile: whoever is first now has it.
    return wish.dryRun || (await this.#create(wish)) ? { is: 'granted' } : { is: 'busy', seconds: 1 };
  }

  /** Somebody has the claim: this very object, one that is stored, one on its way, or one that never came. */
  async #contest(found: Lease, wish: ClaimWish): Promise<ClaimOutcome> {
    const holder = holderIn(found);
    if (holder?.uid === wish.uid) return { is: 'granted' };
    const stored = await this.#stored(wish, holder);
    if (stored !== undefined) return { is: 'taken', by: stored };
    const left = this.#parts.patience - (await this.#ageOf(found));
    if (left >= 0) return { is: 'busy', seconds: Math.max(1, Math.ceil(left / 1000)) };
    return wish.dryRun || (await this.#takeOver(found, wish)) ? { is: 'granted' } : { is: 'busy', seconds: 1 };
  }

  /** Any object of the pair under any name: the platform stores one anew under its canonical name. */
  async #stored(wish: ClaimWish, holder: Holder | undefined): Promise<ModuleInfo | undefined> {
    const { cluster } = this.#parts;
    const [named, labelled] = await Promise.all([
      holder === undefined ? null : cluster.get(moduleInfoes, holder.name),
      cluster.list(moduleInfoes, { labelSelector: pairSelector(wish) }),
    ]);
    const others = labelled.filter(({ metadata }) => metadata.uid !== wish.uid);
    return named?.metadata.uid === holder?.uid ? (named ?? others[0]) : others[0];
  }

  /** By the clock of the API server, which wrote the beginning too: a dry run tells what time it is there. */
  async #ageOf({ metadata }: Lease): Promise<number> {
    const { cluster, namespace } = this.#parts;
    const probe: Lease = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: `${metadata.name}-now`, namespace },
      spec: {},
    };
    const { metadata: now } = await cluster.create(leases, probe, { dryRun: true });
    return Date.parse(now.creationTimestamp ?? '') - Date.parse(metadata.creationTimestamp ?? '');
  }

  /** Of several who try, one deletes this very claim and one makes the next: nobody else can. */
  async #takeOver({ metadata }: Lease, wish: ClaimWish): Promise<boolean> {
    const { cluster, namespace, onTakeover } = this.#parts;
    const { name, uid, resourceVersion } = metadata;
    const guards = { ...(uid && { uid }), ...(resourceVersion && { resourceVersion }) };
    if (!(await unlessConflict(() => cluster.delete(leases, name, namespace, guards)))) return false;
    const isOurs = await this.#create(wish);
    if (isOurs) onTakeover();
    return isOurs;
  }

  /** False where there is one already. */
  #create(holder: Holder): Promise<boolean> {
    const { cluster, namespace } = this.#parts;
    return unlessConflict(() => cluster.create(leases, claimFor(holder, namespace)));
  }
}

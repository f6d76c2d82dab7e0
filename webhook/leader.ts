import type { Cluster } from '../shared/cluster/cluster.ts';
import { ExtError } from '../shared/errors.ts';
import { leases, type Lease } from '../shared/model/lease.ts';
import { errorData, type Log } from './log.ts';
import { pause } from './pause.ts';

/** How one of several replicas becomes the leader; times in milliseconds. */
export interface LeaderParts {
  readonly cluster: Pick<Cluster, 'get' | 'create' | 'patch'>;
  /** Of the Lease. */
  readonly name: string;
  readonly namespace: string;
  /** Of this replica: no two are the same. */
  readonly holder: string;
  /** How long a leader of whom nothing is heard stays one. */
  readonly leaseLife: number;
  readonly renewEvery: number;
  /** Since the epoch, as the Lease tells it to people. */
  readonly now: () => number;
  /** Goes only forward. */
  readonly clock: () => number;
  readonly log: Log;
}

/** The one replica that does what only one may do. For a moment after a failure there may be none; there are never two for long. */
export class Leader {
  readonly #parts: LeaderParts;
  #changed = new AbortController();
  /** Until when this replica may act as the leader; 0 where it is none. */
  #until = 0;
  /** The Lease as last seen, and when it was first seen like that: the clocks of other machines tell nothing. */
  #seen: { readonly version: string | undefined; readonly at: number } = { version: undefined, at: 0 };

  constructor(parts: LeaderParts) {
    this.#parts = parts;
  }

  /** Whether this replica is the leader now. */
  get isLeader(): boolean {
    return this.#parts.clock() < this.#until;
  }

  /** Aborts when this replica becomes the leader, or ceases to be it. */
  get changed(): AbortSignal {
    return this.#changed.signal;
  }

  /** Strives for the lead until the signal aborts, then lets go of it. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { renewEvery, log } = this.#parts;
    while (!signal.aborted) {
      try {
        await this.#strive();
      } catch (error) {
        const wasFaster = error instanceof ExtError && error.code === 'conflict';
        if (!wasFaster) log('leader.failed', errorData(error));
        if (!this.isLeader) this.#become(0);
      }
      await pause(renewEvery, signal);
    }
    // Nobody waits for long: a Lease that was not let go runs out by itself.
    await Promise.race([this.#letGo(), pause(renewEvery, new AbortController().signal)]);
  }

  async #strive(): Promise<void> {
    const { cluster, name, namespace, holder, leaseLife, clock } = this.#parts;
    const began = clock();
    const found = await cluster.get(leases, name, namespace);
    if (found === null) await cluster.create(leases, { ...this.#lease(holder), metadata: { name, namespace } });
    else if (this.#isFree(found)) await this.#write(found, holder);
    else return this.#become(0);
    this.#become(began + leaseLife);
  }

  /** A Lease is free for its holder, for everybody once it was let go, and after its life without a renewal. */
  #isFree({ metadata, spec }: Lease): boolean {
    const { clock, holder, leaseLife } = this.#parts;
    if (metadata.resourceVersion !== this.#seen.version) this.#seen = { version: metadata.resourceVersion, at: clock() };
    return !spec.holderIdentity || spec.holderIdentity === holder || clock() - this.#seen.at >= leaseLife;
  }

  async #letGo(): Promise<void> {
    const { cluster, name, namespace, holder, log } = this.#parts;
    const wasLeader = this.isLeader;
    this.#become(0);
    if (!wasLeader) return;
    try {
      const found = await cluster.get(leases, name, namespace);
      if (found?.spec.holderIdentity === holder) await this.#write(found, '');
    } catch (error) {
      log('leader.failed', errorData(error));
    }
  }

  async #write({ metadata }: Lease, holder: string): Promise<void> {
    const { cluster, name, namespace } = this.#parts;
    const { resourceVersion } = metadata;
    await cluster.patch(leases, { name, namespace }, { metadata: { resourceVersion }, spec: this.#lease(holder).spec });
  }

  #lease(holder: string): Omit<Lease, 'metadata'> {
    const { leaseLife, now } = this.#parts;
    const leaseDurationSeconds = Math.max(1, Math.round(leaseLife / 1000));
    const renewTime = new Date(now()).toISOString().replace('Z', '000Z');
    return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', spec: { holderIdentity: holder, leaseDurationSeconds, renewTime } };
  }

  #become(until: number): void {
    const was = this.#until > 0;
    this.#until = until;
    if (was === until > 0) return;
    this.#parts.log(until > 0 ? 'leader.begins' : 'leader.ends');
    const announced = this.#changed;
    this.#changed = new AbortController();
    announced.abort();
  }
}

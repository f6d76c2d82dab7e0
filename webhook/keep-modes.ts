import type { Cluster } from '../shared/cluster/cluster.ts';
import { configMaps, type ConfigMap } from '../shared/model/config-map.ts';
import { noPackages, packageListsIn, type PackageLists } from '../shared/model/package-lists.ts';
import { defaultModes, modesIn, statusKey, type Mode } from '../shared/policy/modes.ts';
import { keepFollowing } from './follow.ts';
import type { Log } from './log.ts';

/** Where the modes are kept, and how they are followed. */
export interface ModesParts {
  readonly cluster: Pick<Cluster, 'follow'>;
  readonly name: string;
  readonly namespace: string;
  /** Milliseconds before a broken watch begins anew. */
  readonly retryPause: number;
  readonly log: Log;
}

/** The mode of each rule, and the lists of packages, as a ConfigMap has them now. Where it holds what nobody can read, all stays as it was. */
export class Modes {
  readonly #parts: ModesParts;
  #modeOf = defaultModes;
  #lists = noPackages;
  #status: string | undefined;

  constructor(parts: ModesParts) {
    this.#parts = parts;
  }

  /** The mode of a rule. */
  readonly of = (rule: string): Mode => this.#modeOf(rule);

  /** The packages that an administrator has named. */
  get lists(): PackageLists {
    return this.#lists;
  }

  /** What is said beside the modes. */
  get status(): string | undefined {
    return this.#status;
  }

  /** Keeps up until the signal aborts. Never rejects. */
  run(signal: AbortSignal): Promise<void> {
    const { cluster, name, namespace, retryPause, log } = this.#parts;
    const followable = { resource: configMaps, scope: { namespace, fieldSelector: `metadata.name=${name}` } };
    return keepFollowing(cluster, followable, { onState: async ([found]) => this.#take(found), retryPause, log }, signal);
  }

  #take(found: ConfigMap | undefined): void {
    this.#status = found?.data?.[statusKey];
    const modeOf = modesIn(found?.data ?? {});
    if (typeof modeOf !== 'function') return this.#parts.log('modes.unreadable', { key: modeOf.key });
    this.#modeOf = modeOf;
    this.#lists = packageListsIn(found?.data);
  }
}

import type { Cluster } from '../../shared/cluster/cluster.ts';
import { packageManifests, type PackageManifest } from '../../shared/model/package-manifest.ts';
import { isResourceName } from '../../shared/model/resource-name.ts';
import { errorData, type Log } from '../log.ts';
import type { LiveReads } from './live-reads.ts';
import { trimPackage } from './trim.ts';
import { PackageTable, type CatalogueKey, type PackageKey } from './package-table.ts';

/** What an index reads through. */
export interface PackageIndexParts {
  readonly cluster: Pick<Cluster, 'list'>;
  readonly live: LiveReads;
  /** Milliseconds, of a clock that only goes forward. */
  readonly clock: () => number;
  readonly log: Log;
}

/** What is known of the packages of all catalogues. They cannot be watched, so they are listed again and again, and read when a review misses one. */
export class PackageIndex {
  readonly #parts: PackageIndexParts;
  readonly #table = new PackageTable();
  /** When each catalogue was last listed. */
  readonly #lists = new Map<string, number>();

  constructor(parts: PackageIndexParts) {
    this.#parts = parts;
  }

  /** A package as it is remembered. */
  known(key: PackageKey): PackageManifest | undefined {
    return this.#table.find(key);
  }

  /** Everything that is known. */
  all(): readonly PackageManifest[] {
    return this.#table.all();
  }

  /** Learns what somebody knew before; what is known already is newer. */
  recall(manifests: readonly PackageManifest[]): void {
    for (const manifest of manifests) {
      const { catalogSource: catalogue, catalogSourceNamespace: namespace } = manifest.status;
      if (this.#table.find({ namespace, catalogue, name: manifest.metadata.name }) === undefined) this.#table.take(manifest);
    }
  }

  /** A package, read now where it is not known. Undefined means unknown, never that there is none: nobody can tell one from the other. */
  async find(key: PackageKey, budget: number): Promise<PackageManifest | undefined> {
    return this.#table.find(key) ?? (await this.read(key, budget));
  }

  /**
   * A package as it is now, and as it is remembered where package-server answers without it: that drops a whole catalogue for a moment, and what
   * was denied must not pass then. Undefined where it could not be learnt in time. What comes too late is still remembered.
   */
  async read(key: PackageKey, budget: number): Promise<PackageManifest | undefined> {
    if (!Object.values(key).every(isResourceName)) return undefined;
    return this.#parts.live.read(`package ${key.namespace}/${key.catalogue}/${key.name}`, () => this.#ask(key), budget);
  }

  /** Milliseconds since the catalogue was listed that was not listed for the longest; undefined before any was. */
  age(): number | undefined {
    const oldest = Math.min(...this.#lists.values());
    return Number.isFinite(oldest) ? this.#parts.clock() - oldest : undefined;
  }

  /** A catalogue that has gone is not waited for any more; what was known of it stays known. */
  leave({ namespace, catalogue }: CatalogueKey): void {
    this.#lists.delete(`${namespace}/${catalogue}`);
  }

  /** Lists a catalogue; whether the list may prove that a package is gone is asked afterwards. False where it could not be listed. */
  async refresh(key: CatalogueKey, isProof: () => boolean): Promise<boolean> {
    const { namespace, catalogue } = key;
    try {
      const labelSelector = `catalog=${catalogue},catalog-namespace=${namespace}`;
      const manifests = await this.#parts.cluster.list(packageManifests, { namespace, labelSelector }, { trim: trimPackage });
      this.#table.takeAll(key, manifests, isProof());
      this.#lists.set(`${namespace}/${catalogue}`, this.#parts.clock());
      return true;
    } catch (error) {
      this.#parts.log('index.list-failed', { namespace, catalogue, ...errorData(error) });
      return false;
    }
  }

  async #ask(key: PackageKey): Promise<PackageManifest | undefined> {
    const scope = { namespace: key.namespace, fieldSelector: `metadata.name=${key.name}` };
    const found = await this.#parts.cluster.list(packageManifests, scope, { trim: trimPackage });
    const own = found.find(({ status }) => status.catalogSource === key.catalogue && status.catalogSourceNamespace === key.namespace);
    if (own !== undefined) this.#table.take(own);
    return this.#table.find(key);
  }
}

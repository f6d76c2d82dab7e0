import type { PackageManifest } from '../../shared/model/package-manifest.ts';

/** A catalogue. */
export interface CatalogueKey {
  readonly namespace: string;
  readonly catalogue: string;
}

/** A package of a catalogue. */
export interface PackageKey extends CatalogueKey {
  readonly name: string;
}

interface Entry {
  readonly manifest: PackageManifest;
  /** How many lists in a row that may prove its absence came without it. */
  readonly absences: number;
}

/** So many lists in a row without a package prove that it is gone: package-server drops a whole catalogue when it loses its connection. */
const proof = 3;

/** What is known of packages. Nothing is forgotten because it is not there for a moment. */
export class PackageTable {
  readonly #catalogues = new Map<string, Map<string, Entry>>();

  find(key: PackageKey): PackageManifest | undefined {
    return this.#catalogues.get(textOf(key))?.get(key.name)?.manifest;
  }

  /** Learns one package. */
  take(manifest: PackageManifest): void {
    const { catalogSource: catalogue, catalogSourceNamespace: namespace } = manifest.status;
    this.#entriesOf({ namespace, catalogue }).set(manifest.metadata.name, { manifest, absences: 0 });
  }

  /** Everything that is known. */
  all(): PackageManifest[] {
    return [...this.#catalogues.values()].flatMap((entries) => [...entries.values()].map(({ manifest }) => manifest));
  }

  /** Learns a whole catalogue. What is missing counts as absent where the list is to prove it, but never where nothing is left at all. */
  takeAll(key: CatalogueKey, manifests: readonly PackageManifest[], isProof: boolean): void {
    const entries = this.#entriesOf(key);
    const seen = new Set(manifests.map(({ metadata }) => metadata.name));
    if (isProof && manifests.length > 0) {
      for (const [name, { manifest, absences }] of entries) {
        if (seen.has(name)) continue;
        if (absences + 1 >= proof) entries.delete(name);
        else entries.set(name, { manifest, absences: absences + 1 });
      }
    }
    for (const manifest of manifests) entries.set(manifest.metadata.name, { manifest, absences: 0 });
  }

  #entriesOf(key: CatalogueKey): Map<string, Entry> {
    const known = this.#catalogues.get(textOf(key)) ?? new Map<string, Entry>();
    this.#catalogues.set(textOf(key), known);
    return known;
  }
}

/** A name of Kubernetes holds no slash. */
function textOf({ namespace, catalogue }: CatalogueKey): string {
  return `${namespace}/${catalogue}`;
}

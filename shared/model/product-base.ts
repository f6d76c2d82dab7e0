import type { KubeObject } from './object.ts';
import type { Resource } from './resource.ts';

/**
 * What a platform says of itself, on its global cluster. Only what it says of packages is here, and nothing else of it is kept anywhere: its
 * spec may hold the hash of the administrator's password.
 */
export interface ProductBase extends KubeObject {
  apiVersion: 'product.alauda.io/v1alpha2';
  kind: 'ProductBase';
  status?: { artifacts?: { name: string; channels?: { catalogSource?: string; providerType?: string }[] }[] };
}

export const productBases: Resource<ProductBase> = {
  group: 'product.alauda.io',
  version: 'v1alpha2',
  plural: 'productbases',
  kind: 'ProductBase',
  namespaced: false,
};

/** What the platform says of the publisher of a package. */
export interface ProvidedPackage {
  readonly name: string;
  /** The catalogue that it means; empty where it does not say. */
  readonly catalog: string;
  readonly type: string;
}

/** What a ProductBase says of publishers, everything once. */
export function providedBy({ status }: ProductBase): ProvidedPackage[] {
  const all = (status?.artifacts ?? []).flatMap(({ name, channels = [] }) =>
    channels.map(({ catalogSource: catalog = '', providerType: type = '' }) => ({ name, catalog, type })),
  );
  const different = new Map(all.filter(({ type }) => type !== '').map((each) => [JSON.stringify(each), each]));
  return [...different.values()];
}

/** What somebody who may read the ProductBase has written of it, among other things, for those who may not; undefined where he did not. */
export function providedIn(text: string | undefined): ProvidedPackage[] | undefined {
  try {
    const { packages } = JSON.parse(text ?? '{}') as { readonly packages?: unknown };
    return Array.isArray(packages) && packages.every(isProvided) ? packages : undefined;
  } catch {
    return undefined;
  }
}

function isProvided(value: unknown): value is ProvidedPackage {
  const { name, catalog, type } = (value ?? {}) as Partial<ProvidedPackage>;
  return [name, catalog, type].every((part) => typeof part === 'string');
}

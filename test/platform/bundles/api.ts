import type { KubeObject } from '../../../shared/model/object.ts';

/** A JSON schema, as a CustomResourceDefinition holds it. */
export type Schema = Readonly<Record<string, unknown>>;

/** One version of an API: the schema of its `spec`. */
export interface ApiVersion {
  readonly name: string;
  readonly spec?: Schema;
}

/** An API that a bundle brings with it. The last version is the one that is stored. */
export interface Api {
  readonly group: string;
  readonly kind: string;
  /** The kind in small letters and an s when absent. */
  readonly plural?: string;
  readonly versions: readonly ApiVersion[];
}

/** An API that a bundle cannot do without. */
export interface RequiredApi {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural?: string;
}

const anySize: Schema = { type: 'object', properties: { size: { type: 'integer' } } };

/** The API that a package has when its test does not care: unique, if the name of the package is. */
export function defaultApi(packageName: string): Api {
  const kind = packageName
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  return { group: `${packageName}.example.com`, kind, versions: [{ name: 'v1alpha1' }] };
}

/** The plural of an API. */
export function pluralOf({ kind, plural }: Pick<Api, 'kind' | 'plural'>): string {
  return plural ?? `${kind.toLowerCase()}s`;
}

/** The CustomResourceDefinition of an API. */
export function customResourceDefinition(api: Api): KubeObject & { spec: unknown } {
  const plural = pluralOf(api);
  const stored = api.versions.at(-1)?.name;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${api.group}` },
    spec: {
      group: api.group,
      names: { kind: api.kind, listKind: `${api.kind}List`, plural, singular: api.kind.toLowerCase() },
      scope: 'Namespaced',
      versions: api.versions.map(({ name, spec = anySize }) => ({
        name,
        served: true,
        storage: name === stored,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec, status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
          },
        },
      })),
    },
  };
}

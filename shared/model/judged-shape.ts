import { valueAt } from './field-path.ts';
import type { KubeObject } from './object.ts';
import { isResourceName } from './resource-name.ts';

/** The fields that rules count on. Their types are those of the schemas; a null is an absent field. */
interface Shape {
  readonly texts: readonly string[];
  readonly optionalTexts: readonly string[];
  readonly mappings: readonly string[];
}

const shapes: Readonly<Record<string, Shape>> = {
  Subscription: {
    texts: ['spec.name', 'spec.source', 'spec.sourceNamespace'],
    optionalTexts: ['spec.channel', 'spec.startingCSV', 'spec.installPlanApproval'],
    mappings: [],
  },
  ModuleInfo: { texts: ['spec.version'], optionalTexts: [], mappings: ['spec.config'] },
};

/** Mappings of text to text. */
const tables = ['metadata.labels', 'metadata.annotations'];

/** The first field of an object that rules count on and that its schema would not take; undefined where there is none. */
export function misfitIn(object: KubeObject): string | undefined {
  const { texts, optionalTexts, mappings } = shapes[object.kind] ?? { texts: [], optionalTexts: [], mappings: [] };
  return (
    texts.find((path) => typeof valueAt(object, path) !== 'string') ??
    optionalTexts.find((path) => !['string', 'undefined'].includes(typeof (valueAt(object, path) ?? undefined))) ??
    mappings.find((path) => !isMapping(valueAt(object, path) ?? {})) ??
    tables.flatMap((path) => tableMisfit(object, path)).at(0)
  );
}

/** The part of an object's place that no object can have, and that must not become part of a path; undefined where there is none. */
export function misnamedIn({ metadata: { name, namespace } }: Pick<KubeObject, 'metadata'>): string | undefined {
  if (!isResourceName(name)) return 'metadata.name';
  return namespace === undefined || isResourceName(namespace) ? undefined : 'metadata.namespace';
}

function tableMisfit(object: KubeObject, path: string): string[] {
  const table = valueAt(object, path) ?? {};
  if (!isMapping(table)) return [path];
  return Object.entries(table).flatMap(([key, value]) => (typeof value === 'string' ? [] : [`${path}[${key}]`]));
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

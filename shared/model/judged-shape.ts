import { pathOf } from './field-path.ts';
import { moduleInfoes } from './module-info.ts';
import type { KubeObject } from './object.ts';
import { isResourceName } from './resource-name.ts';
import { subscriptions } from './subscription.ts';

/** The first field that is not as it has to be: its path, and what it has to be. */
export interface Misfit {
  readonly path: string;
  readonly wanted: string;
}

/** A misfit by the keys that lead to it. */
interface Fault {
  readonly keys: readonly string[];
  readonly wanted: string;
}

/** The first fault of the value at these keys. Only what is a value's own counts, whatever its keys are called. */
type Check = (value: unknown, keys: readonly string[]) => Fault | undefined;

type Mapping = Readonly<Record<string, unknown>>;

const text: Check = (value, keys) => (typeof value === 'string' ? undefined : { keys, wanted: 'a string' });
const optionalText = orNull(text);
const texts = orNull(listOf(text));
const byName = orNull(tableOf(text));
const metadata = fieldsOf({ name: text, namespace: text, labels: byName, annotations: byName });

/** What every rule counts on. A mutating webhook is asked before the API server has checked the schema. */
const shapes: Readonly<Record<'Subscription' | 'ModuleInfo', Check>> = {
  Subscription: objectOf(subscriptions.kind, {
    spec: fieldsOf(
      {
        name: text,
        source: text,
        sourceNamespace: text,
        channel: optionalText,
        startingCSV: optionalText,
        installPlanApproval: optionalText,
      },
      ['name', 'source', 'sourceNamespace'],
    ),
    status: orNull(fieldsOf({ installedCSV: optionalText })),
  }),
  ModuleInfo: objectOf(moduleInfoes.kind, {
    spec: fieldsOf({ version: text, config: orNull(fieldsOf({})) }, ['version']),
    status: orNull(
      fieldsOf({
        version: optionalText,
        blockReasons: texts,
        availableVersions: orNull(listOf(fieldsOf({ version: text }, ['version']))),
      }),
    ),
  }),
};

/** The first field of an object of a kind that rules count on and that its schema would not take; undefined where there is none. */
export function misfitIn(kind: keyof typeof shapes, object: unknown): Misfit | undefined {
  const fault = shapes[kind](object, []);
  return fault && { path: pathOf(fault.keys) || 'object', wanted: fault.wanted };
}

/** The part of an object's place that no object can have, and that must not become part of a path; undefined where there is none. */
export function misnamedIn({ metadata: { name, namespace } }: Pick<KubeObject, 'metadata'>): string | undefined {
  if (!isResourceName(name)) return 'metadata.name';
  return namespace === undefined || isResourceName(namespace) ? undefined : 'metadata.namespace';
}

function objectOf(kind: string, { spec, status }: Readonly<Record<'spec' | 'status', Check>>): Check {
  const ofKind: Check = (value, keys) => (value === kind ? undefined : { keys, wanted: kind });
  return fieldsOf({ kind: ofKind, metadata, spec, status }, ['kind', 'metadata', 'spec']);
}

/** A null is an absent field to Kubernetes, which drops it before it stores anything. */
function orNull(check: Check): Check {
  return (value, keys) => (value === null ? undefined : check(value, keys));
}

/** A mapping in which these fields are there, and those as they have to be that are. */
function fieldsOf(checks: Readonly<Record<string, Check>>, required: readonly string[] = []): Check {
  const fields = Object.entries(checks);
  return (value, keys) => {
    if (!isMapping(value)) return { keys, wanted: 'an object' };
    const missing = required.find((key) => !Object.hasOwn(value, key));
    if (missing !== undefined) return { keys: [...keys, missing], wanted: 'there' };
    return firstOf(fields, ([key, check]) => (Object.hasOwn(value, key) ? check(value[key], [...keys, key]) : undefined));
  };
}

function tableOf(check: Check): Check {
  return (value, keys) => {
    if (!isMapping(value)) return { keys, wanted: 'an object' };
    return firstOf(Object.entries(value), ([key, each]) => check(each, [...keys, key]));
  };
}

function listOf(check: Check): Check {
  return (value, keys) => {
    if (!Array.isArray(value)) return { keys, wanted: 'a list' };
    return firstOf(value, (each, index) => check(each, [...keys, String(index)]));
  };
}

function firstOf<T>(items: readonly T[], faultOf: (item: T, index: number) => Fault | undefined): Fault | undefined {
  for (const [index, item] of items.entries()) {
    const fault = faultOf(item, index);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { Ajv, type ErrorObject, type SchemaObject, type ValidateFunction } from 'ajv';
import { pathOf } from '../shared/model/field-path.ts';
import { moduleInfoes } from '../shared/model/module-info.ts';
import { subscriptions } from '../shared/model/subscription.ts';

const text = { type: 'string' };
const texts = orNull({ type: 'array', items: text });
const byName = orNull({ type: 'object', additionalProperties: text });
const anything = orNull({ type: 'object' });
const optional = orNull(text);
const metadata = { type: 'object', properties: { name: text, namespace: text, labels: byName, annotations: byName } };

/** A null is an absent field to Kubernetes, which drops it before it stores anything. */
function orNull(schema: SchemaObject): SchemaObject {
  return { ...schema, nullable: true };
}

/** An object of a kind, with those fields of `spec` and `status` that rules read. */
function shapeOf(kind: string, spec: SchemaObject, status: SchemaObject): SchemaObject {
  return {
    type: 'object',
    required: ['kind', 'metadata', 'spec'],
    properties: { kind: { const: kind }, metadata, spec, status },
  };
}

/** What every rule counts on. A mutating webhook is asked before the API server has checked the schema. */
const shapes: Readonly<Record<'Subscription' | 'ModuleInfo', SchemaObject>> = {
  Subscription: shapeOf(
    subscriptions.kind,
    {
      type: 'object',
      required: ['name', 'source', 'sourceNamespace'],
      properties: {
        name: text,
        source: text,
        sourceNamespace: text,
        channel: optional,
        startingCSV: optional,
        installPlanApproval: optional,
      },
    },
    orNull({ type: 'object', properties: { installedCSV: optional } }),
  ),
  ModuleInfo: shapeOf(
    moduleInfoes.kind,
    { type: 'object', required: ['version'], properties: { version: text, config: anything } },
    orNull({
      type: 'object',
      properties: {
        version: optional,
        blockReasons: texts,
        availableVersions: orNull({ type: 'array', items: { type: 'object', required: ['version'], properties: { version: text } } }),
      },
    }),
  ),
};

/** The first field that is not as it has to be: its path, and what it has to be. */
export interface Misfit {
  readonly path: string;
  readonly wanted: string;
}

/** Finds what is wrong with the shape of an object of a kind that is judged. */
export type FindMisfit = (kind: keyof typeof shapes, object: unknown) => Misfit | undefined;

/** Prepares the shapes of all kinds. */
export function createShapes(): FindMisfit {
  const ajv = new Ajv({ strict: true, strictTypes: false, ownProperties: true });
  const validators = Object.fromEntries(Object.entries(shapes).map(([kind, schema]) => [kind, ajv.compile(schema)]));
  return (kind, object) => {
    const validate: ValidateFunction | undefined = validators[kind];
    if (validate === undefined || validate(object)) return undefined;
    const [error] = validate.errors ?? [];
    return error && misfitOf(error);
  };
}

function misfitOf({ instancePath, keyword, params }: ErrorObject): Misfit {
  const keys = instancePath.split('/').slice(1).map(unescape);
  if (keyword === 'required') return { path: pathOf([...keys, String(params['missingProperty'])]), wanted: 'there' };
  if (keyword === 'const') return { path: pathOf(keys), wanted: String(params['allowedValue']) };
  return { path: pathOf(keys) || 'object', wanted: words[String(params['type'])] ?? String(params['type']) };
}

const words: Readonly<Record<string, string>> = { object: 'an object', string: 'a string', array: 'a list' };

/** A key of a JSON pointer (RFC 6901). */
function unescape(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** An environment variable of a container. */
export interface EnvVar {
  name: string;
  value: string;
}

/** Which taints of nodes a Pod puts up with. */
export interface Toleration {
  key: string;
  operator: 'Exists' | 'Equal';
  value?: string;
  effect?: string;
}

/** What can be set of a Subscription's `spec.config`, which OLM puts into every Deployment of the operator. */
export interface OperatorConfig {
  env?: EnvVar[];
  nodeSelector?: Record<string, string>;
  tolerations?: Toleration[];
}

const labelKey = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/;
const labelValue = /^([A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)?$/;
const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Reads `NAME=VALUE`; undefined where it is none. */
export function envVarOf(text: string): EnvVar | undefined {
  const [, name = '', value = ''] = /^([-._a-zA-Z][-._a-zA-Z0-9]*)=(.*)$/s.exec(text) ?? [];
  return name === '' ? undefined : { name, value };
}

/** Reads `KEY=VALUE` of a node's label as an entry; undefined where it is none. */
export function nodeLabelOf(text: string): readonly [key: string, value: string] | undefined {
  const [, key = '', value = ''] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  return labelKey.test(key) && labelValue.test(value) ? [key, value] : undefined;
}

/** Reads `KEY[=VALUE][:EFFECT]`, as taints are written; without a value any will do, without an effect all. Undefined where it is none. */
export function tolerationOf(text: string): Toleration | undefined {
  const [, key = '', value, effect] = /^([^=:]+)(?:=([^:]*))?(?::(\w+))?$/.exec(text) ?? [];
  if (!labelKey.test(key) || !labelValue.test(value ?? '') || (effect !== undefined && !effects.includes(effect))) return undefined;
  return {
    key,
    ...(value === undefined ? { operator: 'Exists' } : { operator: 'Equal', value }),
    ...(effect === undefined ? {} : { effect }),
  };
}

/** The fields that are wanted and are otherwise in what is there: `env`, `nodeSelector`, `tolerations`. What is not wanted may be anything. */
export function differingConfig(wanted: OperatorConfig, found: OperatorConfig = {}): (keyof OperatorConfig)[] {
  const pairs = [
    ['env', wanted.env, found.env],
    ['nodeSelector', entriesOf(wanted.nodeSelector), entriesOf(found.nodeSelector)],
    ['tolerations', wanted.tolerations?.map(entriesOf), found.tolerations?.map(entriesOf)],
  ] as const;
  return pairs.flatMap(([field, ours, theirs]) => (ours !== undefined && JSON.stringify(ours) !== JSON.stringify(theirs) ? [field] : []));
}

/** An object as something whose text does not depend on the order of its keys. */
function entriesOf(object: object | undefined): [string, unknown][] | undefined {
  return object === undefined ? undefined : Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

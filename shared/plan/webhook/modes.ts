import type { PolicyBinding } from '../../model/admission.ts';
import type { ConfigMap } from '../../model/config-map.ts';
import { policy } from '../../policy/index.ts';
import { isBesideModes, isOption, type Mode, type ModeOf } from '../../policy/modes.ts';
import { own, type Manifest } from './manifest.ts';
import { policyName, type PolicyRule } from './policies.ts';
import { isBinding } from './resources.ts';

/** The ConfigMap that says what the denials of each rule do. */
export const modesMap = 'ext-webhook-modes';

/** What the API server does with a denial of a policy, by the mode of its rule. */
const actions: Readonly<Record<Mode, readonly string[]>> = {
  enforce: ['Deny', 'Audit'],
  warn: ['Warn', 'Audit'],
  audit: ['Audit'],
};

const rules: readonly PolicyRule[] = Object.values(policy).flat();

/** The ids of all rules. */
export const ruleIds: readonly string[] = rules.map(({ id }) => id);

/** The id of the rule that the API server asks under this name; undefined where it is no policy of ours. */
export function ruleOfPolicy(name: string): string | undefined {
  return rules.find((rule) => rule.cel !== undefined && policyName(rule) === name)?.id;
}

/** The same object; one that says what the denials of a policy do says it by the mode of the rule. */
export function inMode(object: Manifest, modeOf: ModeOf): Manifest {
  const rule = isBinding(object) ? ruleOfPolicy(object.metadata.name) : undefined;
  return rule === undefined ? object : { ...object, spec: { ...specOf(object), validationActions: actions[modeOf(rule)] } };
}

/** The ConfigMap that gives every rule the same mode; an option is never begun to be enforced along with the others. */
export function modesManifest(mode: Mode): Manifest & ConfigMap {
  const data = Object.fromEntries(ruleIds.filter((id) => mode !== 'enforce' || !isOption(id)).map((id) => [id, mode]));
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: own(modesMap), data };
}

/** Whether a ConfigMap of modes says just that of modes: a key that is no rule would make the webhook heed none of it. */
export function saysOnly({ data = {} }: ConfigMap, wanted: ConfigMap): boolean {
  return Object.keys({ ...data, ...wanted.data }).every((key) => isKept(key, wanted) || data[key] === wanted.data?.[key]);
}

/** What makes a ConfigMap of modes say just that of modes. Everything else there stays. */
export function modesPatch({ data = {} }: ConfigMap, wanted: ConfigMap): Readonly<Record<string, unknown>> {
  const others = Object.keys(data).filter((key) => !isKept(key, wanted) && !(key in (wanted.data ?? {})));
  return { data: { ...wanted.data, ...Object.fromEntries(others.map((key) => [key, null])) } };
}

/** Whether a key is left alone: what is no mode, and the mode of an option that is not asked for. */
function isKept(key: string, { data = {} }: ConfigMap): boolean {
  return isBesideModes(key) || (isOption(key) && !(key in data));
}

function specOf(object: PolicyBinding): object {
  return object.spec ?? {};
}

import { packageListKeys, packageNamesIn } from '../model/package-lists.ts';
import { defaults } from './defaults/index.ts';
import { policy } from './index.ts';
import { canonicalName } from './module-info/canonical-name.ts';

/** What a denial of a rule does in the webhook: it stops the write, it is only shown, or it is only written down. */
export type Mode = 'enforce' | 'warn' | 'audit';

const modes: readonly Mode[] = ['enforce', 'warn', 'audit'];

/** The mode of each rule. */
export type ModeOf = (rule: string) => Mode;

/**
 * What does not deny until somebody orders otherwise. Rules that read fields whose meaning is partly assumed show what they would deny; an option
 * only counts it.
 */
const cautious: ReadonlyMap<string, Mode> = new Map([
  ['module-info.config-form', 'warn'],
  ['module-info.upgrade-path', 'warn'],
  ['module-info.dependencies', 'warn'],
  [canonicalName.id, 'audit'],
]);

/** The modes where nothing is set. */
export const defaultModes: ModeOf = (rule) => cautious.get(rule) ?? 'enforce';

/** Whether a rule is an option: a law that holds only where an administrator has said so by its mode. */
export function isOption(rule: string): boolean {
  return defaultModes(rule) === 'audit';
}

/** The key of the ConfigMap of modes under which the webhook itself writes. */
export const statusKey = 'status';

const listKeys: readonly string[] = Object.values(packageListKeys);

/** Whether a key of the ConfigMap of modes is about something else than modes. */
export function isBesideModes(key: string): boolean {
  return key === statusKey || listKeys.includes(key);
}

/** What is wrong with a ConfigMap of modes: a key that is no rule, a value that is no mode, or a list of what cannot be packages. */
export interface ModeFault {
  readonly key: string;
  readonly value: string;
}

/** The modes that a ConfigMap sets, each under the id of its rule; every other rule keeps its default. Or what is wrong with it. */
export function modesIn(data: Readonly<Record<string, string>>): ModeOf | ModeFault {
  const entries = Object.entries(data).filter(([key]) => !isBesideModes(key));
  const lists = Object.entries(data).filter(([key]) => listKeys.includes(key));
  const wrong =
    lists.find(([, value]) => packageNamesIn(value) === undefined) ?? entries.find(([key, value]) => !ruleIds.has(key) || !isMode(value));
  if (wrong !== undefined) return { key: wrong[0], value: wrong[1] };
  const set = new Map(entries);
  return (rule) => (set.get(rule) as Mode | undefined) ?? defaultModes(rule);
}

const ruleIds: ReadonlySet<string> = new Set([...Object.values(policy), ...Object.values(defaults)].flat().map(({ id }) => id));

function isMode(value: string): value is Mode {
  return (modes as readonly string[]).includes(value);
}

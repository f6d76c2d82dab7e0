import { en } from './en.ts';
import type { MessageId } from './message.ts';

/** The sentences about a rule: what it demands, and what it says of an object, in the order of the catalogue. */
export interface RuleTexts {
  readonly law: MessageId;
  readonly said: readonly MessageId[];
}

/** The ids of all rules and defaults, as the catalogue has their laws: to know them costs less than to load the rules. */
export const ruleNames: readonly string[] = Object.keys(en).flatMap((id) => /^rule\.(.+)\.law$/.exec(id)?.[1] ?? []);

/** Finds the sentences about a rule, or about a default. */
export function ruleTexts(rule: string): RuleTexts {
  // That every rule has one is tested; the compiler does not know the ids of rules.
  const law = `rule.${rule}.law` as MessageId;
  const said = (Object.keys(en) as MessageId[]).filter((id) => (id === `rule.${rule}` || id.startsWith(`rule.${rule}.`)) && id !== law);
  return { law, said };
}

/** Whether a sentence of a rule tells what to do, and not what is wrong. */
export function isWayOut(id: MessageId): boolean {
  return id.endsWith('.way-out');
}

import type { RuleAccount } from '../../../shared/actions/policy-explain.ts';
import type { RuleItem, RuleList } from '../../../shared/actions/result.ts';
import { isWayOut, ruleTexts } from '../../../shared/messages/rule-texts.ts';
import { textOf, type Language } from '../../../shared/messages/text.ts';
import type { MessageId } from '../../../shared/messages/message.ts';

/** Rules as data, in English. */
export function ruleList(rules: readonly RuleAccount[]): RuleList {
  const items = rules.map((rule): RuleItem => ({ ...rule, ...ruleSentences(rule.id, 'en') }));
  return { apiVersion: 'ext.cpaas.io/v1', kind: 'RuleList', items, errors: [], warnings: [] };
}

/** The sentences about a rule, with the names of their values in braces. */
export function ruleSentences(rule: string, language: Language): Pick<RuleItem, 'law' | 'says' | 'waysOut'> {
  const { law, said } = ruleTexts(rule);
  const say = (id: MessageId) => textOf({ id, data: {} }, language);
  return { law: say(law), says: said.filter((id) => !isWayOut(id)).map(say), waysOut: said.filter(isWayOut).map(say) };
}

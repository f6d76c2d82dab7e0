import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { FactName } from '../model/facts.ts';
import { nearest } from '../model/nearest.ts';
import { defaults } from '../policy/defaults/index.ts';
import { policy } from '../policy/index.ts';
import { defaultModes, type Mode } from '../policy/modes.ts';
import type { Operation, Rule } from '../policy/rule.ts';

/** What is known of a rule, or of a default, besides its sentences. */
export interface RuleAccount {
  readonly id: string;
  readonly kind: string;
  /** A rule objects; a default gives a value to a field that was left open. */
  readonly type: 'rule' | 'default';
  /** Who asks it in the cluster: the API server by a policy of its own, or our webhook. */
  readonly askedBy: 'policy' | 'webhook';
  /** What its denial does in the webhook, where nothing else is set. */
  readonly mode: Mode;
  readonly operations: readonly Operation<never>['type'][];
  /** On UPDATE it is asked only when one of these has changed; of a default they are not known beforehand. */
  readonly fields: readonly string[];
  readonly facts: readonly FactName[];
}

const accounts: readonly RuleAccount[] = (['Subscription', 'ModuleInfo'] as const).flatMap((kind) => [
  ...defaults[kind].map((each: Known) => accountOf(kind, each, 'default')),
  ...policy[kind].map((each: Known) => accountOf(kind, each, 'rule')),
]);

/** The ids of all rules and defaults. */
const ruleIds: readonly string[] = accounts.map(({ id }) => id);

/** All rules; or the one of this id, or of what stands in its id behind the kind. Throws `not-found` with the nearest ids. */
export function explainRules(name?: string): readonly RuleAccount[] {
  const found = accounts.filter(({ id }) => name === undefined || id === name || shortName(id) === name);
  if (found.length > 0) return found;
  const asked = name ?? '';
  const near = asked.includes('.') ? nearest(asked, ruleIds) : nearest(asked, ruleIds.map(shortName));
  throw new ExtError('not-found', message('policy.no-rule', { rule: asked }), {
    hints: near.length > 0 ? near.map((each) => `kubectl ext policy explain ${each}`) : ['kubectl ext policy explain'],
  });
}

/** What rules and defaults have in common, whatever they are about; a default has neither fields nor a policy. */
type Known = Pick<Rule, 'id' | 'operations' | 'needs'> & Partial<Pick<Rule, 'fields' | 'cel'>>;

function accountOf(kind: string, { id, operations, needs, fields = [], cel }: Known, type: RuleAccount['type']): RuleAccount {
  const askedBy = cel === undefined ? 'webhook' : 'policy';
  return { id, kind, type, askedBy, mode: defaultModes(id), operations, fields, facts: needs };
}

function shortName(id: string): string {
  return id.slice(id.indexOf('.') + 1);
}

import { ruleNames } from '../../../../shared/messages/rule-texts.ts';
import { defineCommand } from '../../command.ts';
import { outputFlags } from '../../flags/output.ts';
import { ruleList } from '../../ui/rules.ts';
import { rulesView, ruleView } from '../../ui/views/rules.ts';

/** `kubectl ext policy explain [RULE]`: the law in words. */
export const policyExplain = defineCommand({
  name: 'policy explain [rule]',
  kind: 'RuleList',
  summary: 'command.policy-explain.summary',
  details: 'command.policy-explain.details',
  permissions: [],
  examples: [
    { line: 'policy explain', about: 'command.policy-explain.example.all' },
    { line: 'policy explain manual-approval', about: 'command.policy-explain.example.one' },
  ],
  positionals: { rule: { suggestions: ruleNames } },
  flags: outputFlags,

  parse: ({ rule }) => rule,

  async run(rule, { out, language, settings }) {
    const { explainRules } = await import('../../../../shared/actions/policy-explain.ts');
    // What is asked for with -o is for programs, which read one language only.
    const reader = settings.output === undefined ? language : 'en';
    out(ruleList(explainRules(rule)), rule === undefined ? rulesView(reader) : ruleView(reader));
  },
});

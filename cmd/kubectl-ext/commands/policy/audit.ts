import { defineCommand } from '../../command.ts';
import { outputFlags } from '../../flags/output.ts';
import { catalogFlags, failFlags } from '../../flags/policy.ts';
import { everywhereFlags, scopeFlags } from '../../flags/scope.ts';
import { factPermissions } from '../../permissions.ts';
import { findingList, verdictCode, withoutLawful } from '../../ui/findings.ts';
import { findingsView } from '../../ui/views/findings.ts';

/** `kubectl ext policy audit`: what the law says of everything that is stored. */
export const policyAudit = defineCommand({
  name: 'policy audit',
  kind: 'FindingList',
  summary: 'command.policy-audit.summary',
  details: 'command.policy-audit.details',
  permissions: factPermissions,
  examples: [
    { line: 'policy audit', about: 'command.policy-audit.example.all' },
    {
      line: 'policy audit -o jsonpath=\'{range .items[?(@.verdict=="deny")]}{.object}{"\\n"}{end}\'',
      about: 'command.policy-audit.example.denied',
    },
  ],
  flags: { ...failFlags, ...catalogFlags, ...scopeFlags, ...everywhereFlags, ...outputFlags },

  parse({ allNamespaces, namespace, failOn, catalogNamespaces }) {
    return { failOn, catalogNamespaces, namespace: allNamespaces ? undefined : namespace };
  },

  async run({ failOn, ...options }, context) {
    const { auditStored } = await import('../../../../shared/actions/policy-audit.ts');
    const found = withoutLawful(findingList(await auditStored(options, context)));
    context.out(found, findingsView);
    return verdictCode(found, failOn);
  },
});

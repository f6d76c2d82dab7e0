import { ExtError } from '../../../../shared/errors.ts';
import { message } from '../../../../shared/messages/message.ts';
import { defineCommand } from '../../command.ts';
import { outputFlags } from '../../flags/output.ts';
import { catalogFlags, failFlags } from '../../flags/policy.ts';
import { factPermissions } from '../../permissions.ts';
import { findingList, verdictCode } from '../../ui/findings.ts';
import { findingsView } from '../../ui/views/findings.ts';

/** `kubectl ext policy check -f FILE`: what the law says of objects in files. */
export const policyCheck = defineCommand({
  name: 'policy check',
  kind: 'FindingList',
  summary: 'command.policy-check.summary',
  details: 'command.policy-check.details',
  permissions: ['get subscriptions.operators.coreos.com', 'get moduleinfoes.cluster.alauda.io', ...factPermissions],
  examples: [
    { line: 'policy check -f subscription.yaml', about: 'command.policy-check.example.file' },
    { line: 'policy check -f - --fail-on warn < rendered.yaml', about: 'command.policy-check.example.stdin' },
  ],
  flags: {
    filename: {
      type: 'string',
      alias: 'f',
      array: true,
      whole: true,
      env: false,
      value: 'FILE',
      complete: 'files',
      summary: 'flag.filename',
    },
    ...failFlags,
    ...catalogFlags,
    ...outputFlags,
  },

  parse({ filename: files, failOn, catalogNamespaces }) {
    if (files.length === 0) throw new ExtError('usage', message('policy.no-file'), { hints: ['kubectl ext policy check --help'] });
    return { files, failOn, catalogNamespaces };
  },

  async run({ files, failOn, catalogNamespaces }, context) {
    const { checkWritten } = await import('../../../../shared/actions/policy-check.ts');
    const { readManifests } = await import('../../manifests.ts');
    const written = await readManifests(files, context.surroundings);
    const found = findingList(await checkWritten({ written, catalogNamespaces }, context));
    context.out(found, findingsView);
    return verdictCode(found, failOn);
  },
});

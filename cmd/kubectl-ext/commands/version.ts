import type { Version } from '../../../shared/actions/result.ts';
import { message } from '../../../shared/messages/message.ts';
import { ExtError } from '../../../shared/errors.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { outputFlags } from '../flags/output.ts';
import { clientVersionLine } from '../program.ts';
import { errorItems } from '../ui/errors.ts';
import { linesView } from '../ui/view.ts';

const view = linesView<Version>(
  ({ client, server, webhook }) => [
    clientVersionLine(client.version),
    ...(server === null ? [] : [`Server Version: ${server}`]),
    ...(webhook === null ? [] : [`Webhook Policy: ${webhook.policyVersion} (${webhook.hash})`]),
  ],
  ({ client }) => [`version/${client.version}`],
);

/** The versions of this program and of the cluster it talks to. */
export const version = defineCommand({
  name: 'version',
  summary: 'command.version.summary',
  kind: 'Version',
  flags: { client: { type: 'boolean', summary: 'flag.client' }, output: outputFlags.output },
  permissions: ['get /version', 'get configmaps'],
  examples: [
    { line: 'version', about: 'command.version.example.both' },
    { line: 'version --client -o json', about: 'command.version.example.client' },
  ],
  parse: ({ client }) => ({ client }),
  async run({ client }, context) {
    const answer = client ? { server: null } : await serverVersion(context);
    const webhook = client || answer.error !== undefined ? null : await webhookPolicy(context);
    const errors = answer.error === undefined ? [] : errorItems(answer.error);
    context.out(
      {
        apiVersion: 'ext.cpaas.io/v1',
        kind: 'Version',
        client: context.surroundings.build,
        server: answer.server,
        webhook,
        errors,
        warnings: [],
      },
      view,
    );
    if (answer.error !== undefined) throw answer.error;
  },
});

/** Our own version is worth printing although the cluster does not answer. */
async function serverVersion({ cluster }: CommandContext): Promise<{ server: string | null; error?: ExtError }> {
  try {
    return { server: gitVersionIn(await (await cluster()).getPath('/version')) };
  } catch (error) {
    if (error instanceof ExtError) return { server: null, error };
    throw error;
  }
}

/** Whoever may not look, or finds a cluster that does not tell, still learns the rest. */
async function webhookPolicy({ cluster, report }: CommandContext): Promise<Version['webhook']> {
  try {
    const { readSkew, skewMessage } = await import('../../../shared/actions/webhook/skew.ts');
    const skew = await readSkew(await cluster());
    if (skew !== null && !skew.matches) report({ state: 'warning', message: skewMessage(skew) });
    return skew;
  } catch (error) {
    if (!(error instanceof ExtError)) throw error;
    report({ state: 'warning', message: message('webhook-skew.unread') });
    return null;
  }
}

function gitVersionIn(answer: unknown): string | null {
  const isVersion = typeof answer === 'object' && answer !== null && 'gitVersion' in answer;
  return isVersion && typeof answer.gitVersion === 'string' ? answer.gitVersion : null;
}

import type { WebhookStatus } from '../../../../shared/actions/result.ts';
import { linesView, type View } from '../view.ts';

/** `webhook status`: a paragraph about the webhook. */
export const webhookStatusView: View<WebhookStatus> = linesView<WebhookStatus>(
  (status) => {
    const facts = [...ownFacts(status), ...lawFacts(status)];
    const width = Math.max(...facts.map(([key]) => key.length)) + 1;
    return facts.flatMap(([key, values]) => linesOf(key, values, width));
  },
  () => ['deployment.apps/ext-webhook'],
);

/** What is shown under a key; nothing of it is `<none>`. */
type Fact = readonly [key: string, values: readonly (string | null)[]];

function linesOf(key: string, [first = null, ...others]: Fact[1], width: number): string[] {
  const rest = others.map((value) => `${' '.repeat(width)}   ${value ?? ''}`);
  return [`${`${key}:`.padEnd(width)}   ${first ?? '<none>'}`, ...rest];
}

function ownFacts({ health, faults, role, image, replicas, authority, registrations, disabled }: WebhookStatus): Fact[] {
  return [
    ['Health', [faults.length === 0 ? health : `${health} (${faults.join(', ')})`]],
    ['Role', [role]],
    ['Image', [image]],
    ['Replicas', [replicas === null ? null : `${replicas.ready}/${replicas.wanted} ready`]],
    ['Authority', [authority === null ? null : `${timeText(authority.notBefore)} to ${timeText(authority.notAfter)}`]],
    ...registrations.map((each): Fact => [each.kind.replace('WebhookConfiguration', ''), [registrationText(each)]]),
    ['Disabled', [disabled === null ? null : [timeText(disabled.time), disabled.by ?? '<unknown>', disabled.reason].join('   ')]],
  ];
}

function lawFacts({ policies, modes, wouldDeny, policyVersion }: WebhookStatus): Fact[] {
  return [
    ['PolicyVersion', [policyVersion]],
    ['Policies', aligned(policies.map(({ name, actions }) => [name, actions?.join(', ') ?? '<none>']))],
    ['Modes', modes === null ? ['<unreadable>'] : aligned(modes.map(({ rule, mode }) => [rule, mode]))],
    ['WouldDeny', wouldDeny === null ? ['<unknown>'] : aligned(wouldDeny.map(({ rule, count }) => [rule, String(count)]))],
  ];
}

function aligned(rows: readonly (readonly [name: string, value: string])[]): string[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}   ${value}`);
}

function registrationText({ failurePolicies, trusted }: WebhookStatus['registrations'][number]): string | null {
  if (failurePolicies.length === 0) return null;
  const trust = trusted === null ? 'trust unknown' : trusted ? 'trusted' : 'not trusted';
  return `${failurePolicies.join('|')}, ${trust}`;
}

function timeText(time: string): string {
  return time.replace(/\.\d+Z$/, 'Z');
}

import type { WebhookStatus } from '../../../../shared/actions/result.ts';
import { linesView, type View } from '../view.ts';

/** `webhook status`: a paragraph about the webhook. */
export const webhookStatusView: View<WebhookStatus> = linesView<WebhookStatus>(
  (status) => {
    const facts = [...ownFacts(status), ...lawFacts(status)];
    const width = Math.max(...facts.map(([key]) => key.length)) + 1;
    return facts.map(([key, value]) => `${`${key}:`.padEnd(width)}   ${value ?? '<none>'}`);
  },
  () => ['deployment.apps/ext-webhook'],
);

type Fact = readonly [key: string, value: string | null];

function ownFacts({ health, faults, role, image, replicas, authority, registrations, disabled }: WebhookStatus): Fact[] {
  return [
    ['Health', faults.length === 0 ? health : `${health} (${faults.join(', ')})`],
    ['Role', role],
    ['Image', image],
    ['Replicas', replicas === null ? null : `${replicas.ready}/${replicas.wanted} ready`],
    ['Authority', authority === null ? null : `from ${authority.notBefore} until ${authority.notAfter}`],
    ...registrations.map((registration): Fact => [registration.kind.replace('WebhookConfiguration', ''), registrationText(registration)]),
    ['Disabled', disabled === null ? null : [disabled.time, disabled.by ?? '<unknown>', disabled.reason].join('  ')],
  ];
}

function lawFacts({ policies, modes, policyVersion }: WebhookStatus): Fact[] {
  return [
    ['PolicyVersion', policyVersion],
    ['Modes', modes === null ? '<unreadable>' : modes.map(({ rule, mode }) => `${rule}=${mode}`).join(', ') || '<default>'],
    ...policies.map(({ name, actions }): Fact => [`Policy ${name}`, actions === null ? null : actions.join(', ')]),
  ];
}

function registrationText({ failurePolicies, trusted }: WebhookStatus['registrations'][number]): string | null {
  if (failurePolicies.length === 0) return null;
  const trust = trusted === null ? 'trust unknown' : trusted ? 'trusted' : 'not trusted';
  return `${failurePolicies.join('|')}, ${trust}`;
}

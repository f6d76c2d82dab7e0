import { X509Certificate } from 'node:crypto';
import type { Cluster } from '../../cluster/cluster.ts';
import { webhookHealth, type WebhookSight } from '../../diagnose/webhook.ts';
import { message } from '../../messages/message.ts';
import type { PolicyBinding, WebhookConfiguration } from '../../model/admission.ts';
import type { ConfigMap } from '../../model/config-map.ts';
import { events, type KubeEvent } from '../../model/pod.ts';
import type { Deployment } from '../../model/workload.ts';
import { disabledIn } from '../../plan/webhook/disabled.ts';
import { rulesAnnotation, wouldDeny } from '../../plan/webhook/event-names.ts';
import { deploymentOfWebhook, mapOfDisabled, mapOfModes } from '../../plan/webhook/landmarks.ts';
import { webhookName } from '../../plan/webhook/manifest.ts';
import { ruleIds, ruleOfPolicy } from '../../plan/webhook/modes.ts';
import { everyManifest, foundIn, type Observed } from '../../plan/webhook/observed.ts';
import { webhookPolicies } from '../../plan/webhook/policies.ts';
import { isBinding, isRegistration } from '../../plan/webhook/resources.ts';
import { trusts } from '../../plan/webhook/trust.ts';
import { imageIn, roleIn, tlsIn } from '../../plan/webhook/wish.ts';
import { identityIn } from '../../policy/identity.ts';
import { defaultModes, modesIn, statusKey } from '../../policy/modes.ts';
import type { PlatformRole } from '../../policy/rule.ts';
import type { ActionContext } from '../context.ts';
import type { WebhookStatus } from '../result.ts';
import { observeObjects, readAuthority, readMounted, unlessForbidden } from './observe.ts';
import { vouchesFor } from './vouches-for.ts';

/** How the admission webhook is. Nothing is asked of the webhook itself. */
export async function statusOfWebhook(context: ActionContext): Promise<WebhookStatus> {
  const cluster = await context.cluster();
  const policies = everyManifest().filter(({ kind }) => kind.startsWith('ValidatingAdmissionPolicy'));
  const registrations = everyManifest().filter(isRegistration);
  const objects = [deploymentOfWebhook, mapOfModes, mapOfDisabled, ...policies, ...registrations];
  const [observed, own, spared] = await Promise.all([
    observeObjects(cluster, objects),
    unlessForbidden(seeOwnTrust(cluster)),
    unlessForbidden(cluster.list(events, { fieldSelector: `reason=${wouldDeny}` })),
  ]);
  const isOwn = tlsIn(foundIn(observed, deploymentOfWebhook)) === 'own';
  const trust = isOwn ? own : await unlessForbidden(seeGivenTrust(cluster));
  if (trust === undefined) context.report({ state: 'warning', message: message('webhook-status.no-secret') });
  const { errors, warnings, ...status } = statusFrom(observed, trust, context.now());
  return { ...status, wouldDeny: spared === undefined ? null : countsIn(spared), errors, warnings };
}

/** What a Secret tells of the trust that the webhook needs. */
interface TrustSight {
  /** Of the authority, PEM; undefined where there is none, or somebody else's is not told. */
  readonly certificate: string | undefined;
  /** Whether by a registration the API server trusts the webhook. */
  readonly isTrusted: (registration: WebhookConfiguration) => boolean;
}

async function seeOwnTrust(cluster: Cluster): Promise<TrustSight> {
  const authority = await readAuthority(cluster);
  return { certificate: authority?.certificate, isTrusted: (each) => authority !== undefined && trusts(each, authority) };
}

/** Where the certificate is somebody else's. */
async function seeGivenTrust(cluster: Cluster): Promise<TrustSight> {
  const { data = {} } = (await readMounted(cluster)) ?? {};
  const [certificate = '', authority = ''] = ['tls.crt', 'ca.crt'].map((key) => decoded(data[key]));
  const isTrusted = ({ webhooks = [] }: WebhookConfiguration) =>
    webhooks.every(({ clientConfig }) => vouchesFor(decoded(clientConfig.caBundle), certificate));
  return { certificate: authority === '' ? undefined : authority, isTrusted };
}

function decoded(base64 = ''): string {
  return Buffer.from(base64, 'base64').toString();
}

/** Without trust for whoever may not read Secrets. */
function statusFrom(observed: Observed, trust: TrustSight | undefined, now: number): Omit<WebhookStatus, 'wouldDeny'> {
  const deployment = foundIn<Deployment>(observed, deploymentOfWebhook);
  const modes = foundIn<ConfigMap>(observed, mapOfModes);
  const dates = trust?.certificate === undefined ? null : datesOf(trust.certificate);
  const seen = {
    replicas: deployment === undefined ? null : replicasOf(deployment),
    registrations: everyManifest()
      .filter(isRegistration)
      .map((object) => registrationIn(observed, object, trust)),
    policies: policiesIn(observed, roleIn(deployment)),
    disabled: disabledFrom(observed),
    modes: modesFrom(modes),
  };
  const { health, faults } = webhookHealth(sightOf(seen, dates?.notAfter ?? null), now);
  return {
    ...{ apiVersion: 'ext.cpaas.io/v1', kind: 'WebhookStatus', cluster: null, health, faults },
    ...{ role: roleIn(deployment) ?? null, image: imageIn(deployment) ?? null, authority: dates },
    ...seen,
    policyVersion: policyVersionIn(modes),
    ...{ errors: [], warnings: trust === undefined ? ['not checked: Secret'] : [] },
  };
}

/** By rule, the one that objected most often first. */
function countsIn(spared: readonly KubeEvent[]): NonNullable<WebhookStatus['wouldDeny']> {
  const counts = new Map<string, number>();
  for (const { metadata, count = 1, source } of spared) {
    const rules = source?.component === webhookName ? (metadata.annotations?.[rulesAnnotation]?.split(',') ?? []) : [];
    for (const rule of rules) counts.set(rule, (counts.get(rule) ?? 0) + count);
  }
  return [...counts].map(([rule, count]) => ({ rule, count })).toSorted((a, b) => b.count - a.count || a.rule.localeCompare(b.rule));
}

type Seen = Pick<WebhookStatus, 'replicas' | 'registrations' | 'policies' | 'disabled' | 'modes'>;

function sightOf({ replicas, registrations, policies, disabled, modes }: Seen, expires: string | null): WebhookSight {
  return {
    replicas,
    registrations: registrations.map(({ failurePolicies, trusted }) => ({ isThere: failurePolicies.length > 0, isTrusted: trusted })),
    isFailClosed: registrations.every(({ kind, failurePolicies }) => kind.startsWith('Mutating') || !failurePolicies.includes('Ignore')),
    hasPolicies: policies.every(({ actions }) => actions !== null),
    isDisabled: disabled !== null,
    hasReadableModes: modes !== null,
    expires: expires === null ? null : Date.parse(expires),
  };
}

function replicasOf({ spec, status }: Deployment): { ready: number; wanted: number } {
  return { ready: status?.readyReplicas ?? 0, wanted: spec?.replicas ?? 1 };
}

function registrationIn(
  observed: Observed,
  object: WebhookConfiguration,
  trust: TrustSight | undefined,
): WebhookStatus['registrations'][number] {
  const stored = foundIn<WebhookConfiguration>(observed, object);
  const failurePolicies = [...new Set((stored?.webhooks ?? []).map(({ failurePolicy = 'Fail' }) => failurePolicy))];
  const trusted = stored === undefined || trust === undefined ? null : trust.isTrusted(stored);
  return { kind: object.kind, name: object.metadata.name, failurePolicies, trusted };
}

/** The policies of the role, or those that are there where nothing tells the role; without actions where one, or its binding, is missing. */
function policiesIn(observed: Observed, role: PlatformRole | undefined): WebhookStatus['policies'] {
  const all = role === undefined ? everyManifest().filter((object) => foundIn(observed, object) !== undefined) : webhookPolicies(role);
  return all.filter(isBinding).map(({ metadata: { name } }) => {
    const binding = foundIn<PolicyBinding>(observed, { kind: 'ValidatingAdmissionPolicyBinding', metadata: { name } });
    const policy = foundIn(observed, { kind: 'ValidatingAdmissionPolicy', metadata: { name } });
    return { name, rule: ruleOfPolicy(name) ?? null, actions: policy === undefined ? null : (binding?.spec?.validationActions ?? null) };
  });
}

function disabledFrom(observed: Observed): WebhookStatus['disabled'] {
  const map = foundIn<ConfigMap>(observed, mapOfDisabled);
  if (map === undefined) return null;
  const { reason, time, by } = disabledIn(map);
  return { reason, time, by };
}

/** What differs from the default; null where the ConfigMap cannot be understood. */
function modesFrom(map: ConfigMap | undefined): WebhookStatus['modes'] {
  const modeOf = modesIn(map?.data ?? {});
  if (typeof modeOf !== 'function') return null;
  return ruleIds.filter((rule) => modeOf(rule) !== defaultModes(rule)).map((rule) => ({ rule, mode: modeOf(rule) }));
}

/** What the webhook itself writes beside the modes. */
function policyVersionIn(map: ConfigMap | undefined): string | null {
  return identityIn(map?.data?.[statusKey])?.policyVersion ?? null;
}

/** Null for what is no certificate. */
function datesOf(certificate: string): WebhookStatus['authority'] {
  try {
    const { validFromDate, validToDate } = new X509Certificate(certificate);
    return { notBefore: validFromDate.toISOString(), notAfter: validToDate.toISOString() };
  } catch {
    return null;
  }
}

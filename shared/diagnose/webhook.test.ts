import { describe, expect, it } from 'vitest';
import { webhookHealth, type WebhookSight } from './webhook.ts';

const registered = { isThere: true, isTrusted: true };
const gone = { isThere: false, isTrusted: null };
const standing: WebhookSight = {
  ...{ replicas: { ready: 2, wanted: 2 }, registrations: [registered, registered], isFailClosed: true, hasPolicies: true },
  ...{ isDisabled: false, hasReadableModes: true, expires: 10 },
};

describe('webhookHealth', () => {
  it.each<[string, Partial<WebhookSight>, string, readonly string[]]>([
    ['stands', {}, 'Healthy', []],
    ['lacks a replica', { replicas: { ready: 1, wanted: 2 } }, 'Degraded', ['ReplicaMissing']],
    ['has no replica', { replicas: { ready: 0, wanted: 2 } }, 'Failed', ['NoReplicaReady']],
    ['has no Deployment any more', { replicas: null }, 'Failed', ['NoReplicaReady']],
    ['lacks a registration', { registrations: [registered, gone] }, 'Failed', ['RegistrationMissing']],
    ['is not registered yet', { replicas: { ready: 0, wanted: 2 }, registrations: [gone, gone] }, 'Failed', ['RegistrationMissing']],
    ['is not trusted', { registrations: [registered, { isThere: true, isTrusted: false }] }, 'Failed', ['BundleMismatch']],
    ['may be trusted or not', { registrations: [registered, { isThere: true, isTrusted: null }], expires: null }, 'Healthy', []],
    ['has an authority that is over', { expires: 5 }, 'Failed', ['AuthorityExpired']],
    ['lacks a policy', { hasPolicies: false }, 'Failed', ['PolicyMissing']],
    ['lets writes pass unasked', { isFailClosed: false }, 'Degraded', ['NotFailClosed']],
    ['heeds no modes', { hasReadableModes: false }, 'Degraded', ['ModesUnreadable']],
    ['is disabled', { isDisabled: true, registrations: [gone, gone], hasPolicies: false }, 'Disabled', []],
    ['is disabled and removed', { isDisabled: true, replicas: null, registrations: [gone, gone] }, 'Disabled', []],
    ['was registered again by somebody', { isDisabled: true }, 'Healthy', []],
    ['is not there', { replicas: null, registrations: [gone, gone] }, 'Absent', []],
    ['fails in two ways', { replicas: { ready: 0, wanted: 2 }, hasPolicies: false }, 'Failed', ['NoReplicaReady', 'PolicyMissing']],
  ])('one that %s', (_, sight, health, faults) => {
    expect(webhookHealth({ ...standing, ...sight }, 5)).toEqual({ health, faults });
  });
});

import { expect, it } from 'vitest';
import { refusalIn } from './refusal.ts';

const role = 'roles.rbac.authorization.k8s.io "manager" is forbidden: user "system:serviceaccount:olm:olm" cannot create resource "roles"';
const webhook = 'admission webhook "subscriptions.ext.cpaas.io" denied the request: subscription.manual-approval: Automatic is not allowed';
const foreign = 'error creating csv: admission webhook "vpolicy.kyverno.svc" denied the request: no latest tags';
const bare = 'admission webhook "deny.example.com" denied the request without explanation';
const policy = `subscriptions "a" is forbidden: ValidatingAdmissionPolicy 'images' with binding 'all' denied request: no latest tags`;
const ownPolicy = `subscriptions "a" is forbidden: ValidatingAdmissionPolicy 'ext-subscription' with binding 'ext' denied request: subscription.manual-approval: no`;

it.each([
  ['a webhook of ours by its rule', webhook, { kind: 'admission', rule: 'subscription.manual-approval' }],
  ['a foreign webhook by its name', foreign, { kind: 'admission', rule: 'vpolicy.kyverno.svc' }],
  ['a webhook that says nothing more', bare, { kind: 'admission', rule: 'deny.example.com' }],
  ['a foreign policy by its name, although it says forbidden', policy, { kind: 'admission', rule: 'images' }],
  ['a policy of ours by its rule', ownPolicy, { kind: 'admission', rule: 'subscription.manual-approval' }],
  ['a policy whose words run over lines', policy.replace('no latest', 'no\nlatest'), { kind: 'admission', rule: 'images' }],
  ['the access control', role, { kind: 'rbac' }],
  ['the access control in capitals', 'Error from server (Forbidden)', { kind: 'rbac' }],
  ['nothing in other words', 'CustomResource harbors.a/b does not fit the new schema', undefined],
  ['nothing in a word that only holds forbidden', 'NonForbiddenness', undefined],
  ['nothing in a webhook that did not answer', 'failed calling webhook "a.b.c": context deadline exceeded', undefined],
])('knows %s', (_, words, refusal) => {
  expect(refusalIn(words)).toEqual(refusal);
});

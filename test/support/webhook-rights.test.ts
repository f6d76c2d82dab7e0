import { expect, it } from 'vitest';
import { beyondRights, unusedRights, type Call } from './webhook-rights.ts';

const call = (verb: string, resource: string, where: Pick<Call, 'namespace' | 'name'> = {}): Call => ({
  ...{ verb, resource, isAllowed: true },
  ...where,
});
const own = { namespace: 'ext-system' };

it.each([
  ['another resource', call('get', 'nodes', { name: 'node-1' }), 'get nodes named node-1'],
  ['another verb', call('delete', 'subscriptions.operators.coreos.com'), 'delete subscriptions.operators.coreos.com'],
  ['another group', call('list', 'subscriptions.example.com'), 'list subscriptions.example.com'],
  ['another name', call('get', 'secrets', { ...own, name: 'other' }), 'get secrets in ext-system named other'],
  ['another namespace', call('create', 'secrets', { namespace: 'default' }), 'create secrets in default'],
  ['every namespace', call('create', 'secrets'), 'create secrets'],
  ['no resource', call('get', '/version'), 'get /version'],
])('a call to %s has no right', (_what, each, text) => {
  expect(beyondRights([each, each], 'workload')).toEqual([text]);
});

it('a right covers a call that asks for less, in the role that has it', () => {
  const calls = [
    call('list', 'subscriptions.operators.coreos.com', { namespace: 'default' }),
    call('get', 'secrets', { ...own, name: 'ext-webhook-ca' }),
  ];
  expect(beyondRights(calls, 'workload')).toEqual([]);
  const modules = [call('list', 'moduleinfoes.cluster.alauda.io')];
  expect([beyondRights(modules, 'global'), beyondRights(modules, 'workload')]).toEqual([[], ['list moduleinfoes.cluster.alauda.io']]);
});

it.each([
  ['list subscriptions.operators.coreos.com', call('list', 'subscriptions.operators.coreos.com', own), {}],
  ['create secrets in ext-system', call('create', 'secrets', { namespace: 'default' }), own],
])('%s is not needed by whoever asks elsewhere, or for less', (right, narrow, wide) => {
  expect(unusedRights([narrow], 'workload')).toContain(right);
  expect(unusedRights([{ ...narrow, namespace: undefined, ...wide }], 'workload')).not.toContain(right);
});

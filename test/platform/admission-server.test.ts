import { afterEach, expect, it } from 'vitest';
import { configMaps, type ConfigMap } from './resources.ts';
import { startAdmissionServer, webhookAt, type AdmissionServer } from './admission-server.ts';
import { askAdmission, post } from './ask-admission.ts';

let server: AdmissionServer;

afterEach(() => server.stop());

it('answers for the request it was asked about', async () => {
  server = await startAdmissionServer<ConfigMap>({
    name: 'no-secrets.example.com',
    delay: 0,
    decide: async ({ object }) => ({ allowed: object.data?.['password'] === undefined }),
  });
  expect(await askAdmission(server, { data: {} })).toEqual({ uid: 'u-1', allowed: true });
  expect(await askAdmission(server, { data: { password: 'x' } })).toEqual({ uid: 'u-1', allowed: false });
});

it('says what went wrong where it cannot decide', async () => {
  server = await startAdmissionServer({
    name: 'broken.example.com',
    delay: 0,
    decide: () => Promise.reject(new Error('no way to know')),
  });
  expect(await post(server, '{"request":{}}')).toEqual({ status: 500, answer: 'Error: no way to know' });
  expect(await post(server, 'no review')).toMatchObject({ status: 500 });
});

it('is asked about the writes of one resource, wherever its objects live', async () => {
  server = await startAdmissionServer({ name: 'x.example.com', delay: 0, decide: async () => ({ allowed: true }) });
  const { clientConfig, rules } = webhookAt(server, 'x.example.com', configMaps);
  expect(clientConfig).toEqual({ url: server.url, caBundle: Buffer.from(server.authority).toString('base64') });
  expect(rules).toMatchObject([{ apiGroups: [''], resources: ['configmaps'], operations: ['CREATE', 'UPDATE'], scope: 'Namespaced' }]);
  expect(webhookAt(server, 'x.example.com', { ...configMaps, namespaced: false }).rules).toMatchObject([{ scope: 'Cluster' }]);
});

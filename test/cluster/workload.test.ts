import { afterAll, beforeAll, expect, it } from 'vitest';
import { binariesIn, cacheFolder } from '../../scripts/control-plane/binaries.ts';
import { startControlPlane, type ControlPlane } from '../../scripts/control-plane/start.ts';
import { webhookPolicies } from '../../shared/plan/webhook/policies.ts';
import { useLab, type Spoken } from '../support/lab.ts';
import { aModuleInfo } from '../support/module-builders.ts';

let plane: ControlPlane | undefined;

// The shared clusters are global ones.
beforeAll(async () => {
  plane = await startControlPlane(binariesIn(cacheFolder(process.env), process.env), { name: 'workload', catalogNamespace: null });
});
afterAll(() => plane?.stop());

const lab = useLab({ kubeconfigOf: () => plane?.kubernetes.kubeconfig ?? '' });
const object = aModuleInfo({ metadata: { name: 'business-temporary-name', labels: { 'cpaas.io/module-type': 'plugin' } } });
const refusal =
  "The moduleinfoes \"business-temporary-name\" is invalid: : ValidatingAdmissionPolicy 'ext-global-only' with binding 'ext-global-only' " +
  'denied request: module-info.global-only: metadata.name: a ModuleInfo is carried out on the global cluster only; ' +
  'use the context of the global cluster; the label cpaas.io/cluster-name names the target\n';

function create(words: readonly string[] = []): Promise<Spoken> {
  return lab.kubectl(['create', '-f', '-', ...words], { input: JSON.stringify(object) });
}

it('a workload cluster takes no ModuleInfo, not even where its kind comes after the policy, but from the platform', async () => {
  const input = webhookPolicies('workload')
    .map((each) => JSON.stringify(each))
    .join('\n---\n');
  expect(await lab.kubectl(['apply', '-f', '-'], { input })).toMatchObject({ code: 0, stderr: '' });
  expect(await lab.kubectl(['apply', '-f', 'test/platform/fixtures/crd-moduleinfoes.yaml'])).toMatchObject({ code: 0 });
  expect(await lab.kubectl(['wait', '--for=condition=Established', 'crd/moduleinfoes.cluster.alauda.io', '--timeout=20s'])).toMatchObject({
    code: 0,
  });

  // The API server hears of a policy a moment after it has stored it.
  await expect.poll(async () => (await create(['--dry-run=server'])).stderr, { timeout: 20_000 }).toBe(refusal);
  expect(await create()).toEqual({ code: 1, stdout: '', stderr: refusal });

  const asPlatform = [
    '--as=system:serviceaccount:cpaas-system:base',
    '--as-group=system:serviceaccounts:cpaas-system',
    '--as-group=system:masters',
  ];
  expect(await create(asPlatform)).toMatchObject({ code: 0, stderr: '' });
});

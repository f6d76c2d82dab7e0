import { afterEach, describe, expect, it } from 'vitest';
import { clusterServiceVersions } from '../../shared/model/cluster-service-version.ts';
import { subscriptions } from '../../shared/model/subscription.ts';
import { namespaces } from '../../shared/model/workload.ts';
import { until, useLab } from '../support/lab.ts';

const lab = useLab();

/** The Subscription of the platform manual for an operator, as an administrator types it. */
function manualSubscription(name: string, approval: 'Manual' | 'Automatic', startingCSV?: string): string {
  return `apiVersion: operators.coreos.com/v1alpha1
kind: Subscription
metadata:
  annotations: {cpaas.io/target-namespaces: ""}
  name: ${name}-sub
  namespace: ${name}
spec:
  channel: stable
  installPlanApproval: ${approval}
  name: ${name}
  source: platform
  sourceNamespace: cpaas-system
${startingCSV === undefined ? '' : `  startingCSV: ${startingCSV}\n`}`;
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** What is left of an installation when names that the server or the writer chooses are left out. */
async function endState(name: string): Promise<object> {
  const read = async () => (await lab.admin.list(subscriptions, { namespace: name }))[0];
  await until(async () => (await read())?.status?.installedCSV !== undefined);
  const subscription = await read();
  const { [lastApplied]: _kubectls, ...annotations } = subscription?.metadata.annotations ?? {};
  const csvs = await lab.admin.list(clusterServiceVersions, { namespace: name });
  return {
    spec: subscription?.spec,
    annotations,
    installed: subscription?.status?.installedCSV,
    csvs: csvs.map(({ metadata, status }) => [metadata.name, status?.phase]),
  };
}

async function succeeded(namespace: string, csv: string): Promise<void> {
  await until(async () => (await lab.admin.get(clusterServiceVersions, csv, namespace))?.status?.phase === 'Succeeded');
}

/** Removes an operator and everything of it, whatever there is, for the next installation to start from nothing. */
async function clear(name: string): Promise<void> {
  for (const { metadata } of await lab.admin.list(subscriptions, { namespace: name }))
    await lab.admin.delete(subscriptions, metadata.name, name);
  for (const { metadata } of await lab.admin.list(clusterServiceVersions, { namespace: name })) {
    await lab.admin.delete(clusterServiceVersions, metadata.name, name);
  }
  await lab.admin.delete(namespaces, name);
  await until(async () => (await lab.admin.get(namespaces, name)) === null);
}

const harbor = 'harbor-ce-operator';
const clickhouse = 'clickhouse-operator';

describe('the recipes of the platform manual and kubectl ext', () => {
  afterEach(async () => {
    for (const name of [harbor, clickhouse]) await clear(name);
  });

  it('end in the same state for an operator with Manual approval', async () => {
    const name = harbor;
    const csv = `${name}.v2.12.11`;
    await lab.kubectl(['create', 'namespace', name]);
    await lab.kubectl(['apply', '-f', '-'], { input: manualSubscription(name, 'Manual', csv) });
    await until(async () => (await lab.admin.list(subscriptions, { namespace: name }))[0]?.status?.state === 'UpgradePending');
    const words = ['-n', name, 'get', 'subscriptions.operators.coreos.com', `${name}-sub`, '-o', 'jsonpath={.status.installPlanRef.name}'];
    const { stdout: plan } = await lab.kubectl(words);
    const patch = '[{"op": "replace", "path": "/spec/approved", "value": true}]';
    await lab.kubectl(['-n', name, 'patch', 'installplans.operators.coreos.com', plan, '--type=json', `-p=${patch}`]);
    await succeeded(name, csv);
    const byHand = await endState(name);
    await clear(name);

    const { code } = await lab.ext(['install', name, '--version', 'v2.12.11', '--yes']);

    expect(code).toBe(0);
    expect(await endState(name)).toEqual(byHand);
  });

  it('end in the same state for an operator with Automatic approval', async () => {
    const name = clickhouse;
    const csv = `${name}.v0.18.2`;
    await lab.kubectl(['create', 'namespace', name]);
    await lab.kubectl(['apply', '-f', '-'], { input: manualSubscription(name, 'Automatic') });
    await succeeded(name, csv);
    const byHand = await endState(name);
    await clear(name);

    const { code } = await lab.ext(['install', name, '--approval', 'Automatic', '--yes']);

    expect(code).toBe(0);
    expect(await endState(name)).toEqual(byHand);
  });
});

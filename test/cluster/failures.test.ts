import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { customResourceDefinitions } from '../../scripts/control-plane/resources.ts';
import { installPlans } from '../../shared/model/install-plan.ts';
import { subscriptions } from '../../shared/model/subscription.ts';
import { bundle } from '../platform/bundles/bundle.ts';
import { useLab } from '../support/lab.ts';
import { sharedCluster } from '../support/shared-clusters.ts';

const lab = useLab();

/** Resolves with the moment at which a plan of the namespace is seen Failed. */
async function planFailed(namespace: string): Promise<number> {
  for await (const { items } of lab.admin.follow(installPlans, { namespace }, AbortSignal.timeout(60_000))) {
    if (items.some(({ status }) => status?.phase === 'Failed')) return Date.now();
  }
  throw new Error('no plan failed within a minute');
}

describe('kubectl ext install gives up', () => {
  it('less than 2 s after a Failed InstallPlan is stored, naming the cause', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('operator');
    const group = `${name}.example.com`;
    const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }];
    const names = { kind: 'Widget', listKind: 'WidgetList', plural: 'widgets', singular: 'widget' };
    // The scope of a CRD cannot change: OLM cannot bring the operator's own over this one.
    await lab.admin.create(customResourceDefinitions, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `widgets.${group}` },
      spec: { group, names, scope: 'Cluster', versions },
    });
    await lab.offer(namespace, bundle({ package: name, version: '1.0.0', api: { group, kind: 'Widget', versions: [{ name: 'v1' }] } }));

    const running = lab.ext(['install', name, '-n', namespace, '--yes']).then((spoken) => ({ ...spoken, endedAt: Date.now() }));
    const [failedAt, { code, stderr, endedAt }] = await Promise.all([planFailed(namespace), running]);

    expect(code).toBe(4);
    expect(stderr).toContain('scope');
    expect(endedAt - failedAt).toBeLessThan(2000);
  });

  it('when the CSV stays Failed, with the words of OLM', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('sleeper');
    await lab.offer(
      namespace,
      bundle({ package: name, version: '1.0.0', image: 'registry.test/fail-never-ready:v1', progressDeadlineSeconds: 2 }),
    );

    const { code, stderr } = await lab.ext(['install', name, '-n', namespace, '--yes', '--timeout', '60s']);

    expect(code).toBe(4);
    expect(stderr).toContain(`${name}.v1.0.0 Failed`);
    expect(stderr).toMatch(/^cause: .+/m);
    // OLM calls it at its latest version all the same.
    expect((await lab.admin.list(subscriptions, { namespace }))[0]?.status?.state).toBe('AtLatestKnown');
    const row = JSON.parse((await lab.ext(['list', '-n', namespace, '-o', 'json'])).stdout) as { items: { health: string }[] };
    expect(row.items.map(({ health }) => health)).toEqual(['Failed']);
    expect((await lab.ext(['status', name, '-n', namespace])).code).toBe(4);
  });

  it('at the timeout, saying what it waited for, with 7', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('sleeper');
    await lab.offer(namespace, bundle({ package: name, version: '1.0.0', image: 'registry.test/fail-image-pull:v1' }));
    // Until OLM has made its plan, longer may pass than the timeout below leaves.
    expect(await lab.ext(['install', name, '-n', namespace, '--yes', '--no-approve'])).toMatchObject({ code: 3 });

    const { code, stderr } = await lab.ext(['install', name, '-n', namespace, '--yes', '--timeout', '25s']);

    expect(code).toBe(7);
    expect(stderr).toContain('0/1 deployments ready');
  });

  it('at Ctrl-C, saying what stays and how to go on, with 130', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('sleeper');
    await lab.offer(namespace, bundle({ package: name, version: '1.0.0', image: 'registry.test/fail-image-pull:v1' }));

    const interrupt = { when: '0/1 deployments ready', signal: 'SIGINT' } as const;
    const { code, stdout, stderr } = await lab.ext(['install', name, '-n', namespace, '--yes'], { interrupt });

    expect(code).toBe(130);
    expect(stdout).toContain('approved\n');
    expect(stderr).toContain(`kubectl ext install ${name} -n ${namespace}`);
    expect((await lab.admin.list(subscriptions, { namespace })).map(({ spec }) => spec.name)).toEqual([name]);
  });
});

describe('kubectl ext install says what is wrong with the connection, and writes nothing', () => {
  const install = ['install', 'keda', '--yes'];

  it.each([
    ['no answer', ['--server', 'https://127.0.0.1:1'], 1, /127\.0\.0\.1:1/],
    ['a context that does not exist', ['--context', 'nowhere'], 2, /nowhere/],
    ['a kubeconfig that does not exist', ['--kubeconfig', '/nonexistent/config'], 1, /\/nonexistent\/config/],
  ])('%s', async (_title, words, status, said) => {
    const { code, stdout, stderr } = await lab.ext([...install, ...words]);
    expect({ code, stdout }).toEqual({ code: status, stdout: '' });
    expect(stderr).toMatch(said);
  });

  it('a token that is not valid', async () => {
    const { server } = lab.admin;
    const words = [...install, '--server', server, '--certificate-authority', join(sharedCluster().logs, 'ca.crt'), '--token', 'expired'];
    const { code, stdout, stderr } = await lab.ext(words, { env: { KUBECONFIG: '/dev/null' } });
    expect({ code, stdout }).toEqual({ code: 8, stdout: '' });
    expect(stderr).toMatch(/log in/i);
  });

  it('a wrong certificate authority', async () => {
    const { code, stderr } = await lab.ext([...install, '--tls-server-name', 'elsewhere.example.com']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/certificate/i);
  });

  it('no permission, naming what is missing', async () => {
    const { code, stdout, stderr } = await lab.ext([...install, '--as', lab.name('nobody')]);
    expect({ code, stdout }).toEqual({ code: 8, stdout: '' });
    expect(stderr).toMatch(/forbidden/i);
  });

  it('a user who may look but not write', async () => {
    const user = lab.name('viewer');
    const resources = [
      'packagemanifests.packages.operators.coreos.com',
      'subscriptions.operators.coreos.com',
      'operatorgroups.operators.coreos.com',
      'namespaces',
    ];
    await lab.kubectl(['create', 'clusterrole', user, '--verb=get,list', `--resource=${resources.join(',')}`]);
    await lab.kubectl(['create', 'clusterrolebinding', user, `--clusterrole=${user}`, `--user=${user}`]);

    const { code, stdout, stderr } = await lab.ext([...install, '--as', user]);

    expect({ code, stdout }).toEqual({ code: 8, stdout: '' });
    expect(stderr).toContain('create subscriptions');
    expect(stderr).toContain('ext-operator-admin');
  });
});

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryCluster } from '../../../test/support/memory-cluster.ts';
import { noon, session, type SessionOptions } from '../../../test/support/session.ts';
import type { Cluster } from '../../../shared/cluster/cluster.ts';
import { packageManifests, type PackageManifest } from '../../../shared/model/package-manifest.ts';
import { namespaces } from '../../../shared/model/workload.ts';

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'kubectl-ext-'))));
afterAll(() => rm(folder, { recursive: true }));

const harbor: PackageManifest = {
  apiVersion: 'packages.operators.coreos.com/v1',
  kind: 'PackageManifest',
  metadata: { name: 'harbor-ce-operator', namespace: 'cpaas-system' },
  status: {
    ...{ packageName: 'harbor-ce-operator', catalogSource: 'platform', catalogSourceNamespace: 'cpaas-system', defaultChannel: 'stable' },
    channels: [
      {
        name: 'stable',
        currentCSV: 'harbor-ce-operator.v2.12.11',
        currentCSVDesc: { displayName: 'Harbor' },
        entries: [{ name: 'harbor-ce-operator.v2.12.11', version: '2.12.11' }],
      },
      { name: 'alpha', currentCSV: 'harbor-ce-operator.v3.0.0' },
    ],
  },
};

const context = {
  name: 'prod/business',
  cluster: 'business',
  server: 'https://acp.example.com',
  namespace: undefined,
  current: true,
  extensions: {},
};

async function clusterWithHarbor(): Promise<Cluster> {
  const cluster = memoryCluster();
  await cluster.create(packageManifests, harbor);
  await cluster.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'harbor-ce-operator' } });
  return cluster;
}

const complete = async (words: readonly string[], options: SessionOptions = {}) =>
  session(['__complete', ...words], { cluster: await clusterWithHarbor(), contexts: [context], env: {}, ...options });

describe('live names', () => {
  it('are those of the cluster that the environment chooses', async () => {
    const asked: unknown[] = [];
    const cluster = (options: object) => (asked.push(options), clusterWithHarbor());
    await complete(['install', ''], { cluster, env: { KUBECTL_EXT_CONTEXT: 'prod/edge', XDG_CACHE_HOME: join(folder, 'other') } });
    expect(asked).toMatchObject([{ context: 'prod/edge' }]);
  });

  it.each([
    [['install', ''], 'harbor-ce-operator\tHarbor\n:4\n'],
    [['install', 'x'], ':4\n'],
    [['install', 'harbor-ce-operator', '-c', ''], 'stable\tharbor-ce-operator.v2.12.11\nalpha\tharbor-ce-operator.v3.0.0\n:4\n'],
    [['install', 'operator/harbor-ce-operator', '--version='], '2.12.11\tstable\n:4\n'],
    [['install', '--version', ''], ':4\n'],
    [['list', '-n', 'har'], 'harbor-ce-operator\n:4\n'],
    [['list', '--context', ''], 'prod/business\thttps://acp.example.com\n:4\n'],
  ])('%j', async (words, stdout) => expect(await complete(words)).toMatchObject({ stdout, stderr: '', exitCode: 0 }));

  it('choose the cluster by the flags of the line', async () => {
    const asked: (string | undefined)[] = [];
    await complete(['install', '--context=edge', '--kubeconfig', '/k', ''], {
      cluster: ({ context: name, kubeconfig }) => (asked.push(name, kubeconfig), clusterWithHarbor()),
    });
    expect(asked).toEqual(['edge', '/k']);
  });

  it('are none, in silence, where nobody can be reached', async () => {
    const offline = () => Promise.reject(new Error('offline'));
    expect(await complete(['install', ''], { cluster: offline })).toMatchObject({ stdout: ':4\n', stderr: '', exitCode: 0 });
  });

  it('are none where the cluster is too slow', async () => {
    const slow: Cluster = { ...memoryCluster(), list: () => new Promise<never>(() => {}) };
    const started = performance.now();
    expect(await complete(['install', ''], { cluster: slow })).toMatchObject({ stdout: ':4\n', stderr: '', exitCode: 0 });
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('the cache of names', () => {
  it('spares the cluster the same question for 30 seconds, for each context', async () => {
    let connections = 0;
    const at = (seconds: number, words: readonly string[] = ['install', '']) =>
      complete(words, {
        env: { XDG_CACHE_HOME: folder },
        cluster: () => ((connections += 1), clusterWithHarbor()),
        now: () => noon + seconds * 1000,
      });
    for (const seconds of [0, 10, 29]) expect((await at(seconds)).stdout).toContain('harbor-ce-operator');
    expect(connections).toBe(1);
    await at(31);
    expect(connections).toBe(2);
    await at(31, ['install', '--context', 'other', '']);
    expect(connections).toBe(3);
    expect(await readdir(join(folder, 'kubectl-ext', 'completion'))).toHaveLength(2);
  });
});

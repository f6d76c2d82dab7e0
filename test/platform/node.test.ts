import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { memoryCluster } from '../support/memory-cluster.ts';
import { startNode } from './node.ts';
import { leases } from '../../shared/model/lease.ts';
import { events, nodes, pods, type Pod, type PodStatus } from './resources.ts';
import type { Running } from './running.ts';

let cluster: Cluster;
let node: Running;
let errors: unknown[];

beforeEach(async () => {
  cluster = memoryCluster();
  errors = [];
  node = await startNode(cluster, { renewEvery: 5, retryAfter: 5, onError: (error) => errors.push(error) });
});

afterEach(async () => {
  await node.stop();
  expect(errors).toEqual([]);
});

function pod(changes: { annotations?: Record<string, string>; image?: string; job?: boolean } = {}): Pod {
  const { annotations = {}, image = 'registry.example.com/operator:v1', job = false } = changes;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'operator-0',
      namespace: 'operators',
      annotations,
      ...(job && { ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'work', uid: 'u' }] }),
    },
    spec: { containers: [{ name: 'manager', image }] },
    status: { phase: 'Pending' },
  };
}

/** The pod's status as soon as the node has said what it has to say. */
async function reported(check: (status: PodStatus) => void): Promise<void> {
  await vi.waitFor(async () => check((await cluster.get(pods, 'operator-0', 'operators'))?.status ?? {}), { interval: 2 });
}

describe('the node', () => {
  it('registers itself and goes on renewing its lease', async () => {
    expect(await cluster.get(nodes, 'node-1')).toMatchObject({ status: { conditions: [{ type: 'Ready', status: 'True' }] } });
    const first = await cluster.get(leases, 'node-1', 'kube-node-lease');
    expect(first?.spec.renewTime).toMatch(/T\d\d:\d\d:\d\d\.\d{6}Z$/);
    await vi.waitFor(async () => {
      const later = await cluster.get(leases, 'node-1', 'kube-node-lease');
      expect(later?.spec.renewTime).not.toBe(first?.spec.renewTime);
    });
  });

  it('takes a pod and says that it is ready', async () => {
    await cluster.create(pods, pod());
    await reported((status) => {
      expect(status).toMatchObject({ phase: 'Running', containerStatuses: [{ name: 'manager', ready: true, state: { running: {} } }] });
      expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'True' }));
    });
    expect(await cluster.get(pods, 'operator-0', 'operators')).toMatchObject({ spec: { nodeName: 'node-1' } });
  });

  it('lets the pod of a Job succeed', async () => {
    await cluster.create(pods, pod({ job: true }));
    await reported((status) =>
      expect(status).toMatchObject({ phase: 'Succeeded', containerStatuses: [{ state: { terminated: { exitCode: 0 } } }] }),
    );
  });

  it('fails a pod by its annotation, tells people so, and lets it recover when the annotation goes', async () => {
    await cluster.create(pods, pod({ annotations: { 'test.cpaas.io/fail': 'crash-loop' } }));
    await reported((status) =>
      expect(status).toMatchObject({
        phase: 'Running',
        containerStatuses: [{ restartCount: 5, state: { waiting: { reason: 'CrashLoopBackOff' } } }],
      }),
    );
    await vi.waitFor(async () =>
      expect(await cluster.list(events)).toMatchObject([{ reason: 'BackOff', involvedObject: { name: 'operator-0' } }]),
    );
    const healed = { metadata: { annotations: { 'test.cpaas.io/fail': null } } };
    await cluster.patch(pods, { name: 'operator-0', namespace: 'operators' }, healed);
    await reported((status) => expect(status).toMatchObject({ containerStatuses: [{ ready: true }] }));
  });

  it('fails a pod by the name of its image', async () => {
    await cluster.create(pods, pod({ image: 'registry.example.com/fail-image-pull/operator:v1' }));
    await reported((status) =>
      expect(status).toMatchObject({ phase: 'Pending', containerStatuses: [{ state: { waiting: { reason: 'ImagePullBackOff' } } }] }),
    );
  });

  it('leaves an unschedulable pod without a node', async () => {
    await cluster.create(pods, pod({ annotations: { 'test.cpaas.io/fail': 'unschedulable' } }));
    await reported((status) =>
      expect(status).toMatchObject({ conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] }),
    );
    expect(await cluster.get(pods, 'operator-0', 'operators')).not.toHaveProperty('spec.nodeName');
  });

  it('finishes the deletion of a pod', async () => {
    await cluster.create(pods, pod());
    await reported((status) => expect(status.phase).toBe('Running'));
    await cluster.delete(pods, 'operator-0', 'operators');
    await vi.waitFor(async () => expect(await cluster.get(pods, 'operator-0', 'operators')).toBeNull());
  });

  it('leaves the pods of other nodes alone', async () => {
    const elsewhere = pod();
    await cluster.create(pods, { ...elsewhere, spec: { ...elsewhere.spec, nodeName: 'node-2' } });
    await cluster.create(pods, { ...pod(), metadata: { ...pod().metadata, name: 'operator-1' } });
    await vi.waitFor(async () => expect((await cluster.get(pods, 'operator-1', 'operators'))?.status?.phase).toBe('Running'));
    expect((await cluster.get(pods, 'operator-0', 'operators'))?.status).toEqual({ phase: 'Pending' });
  });
});

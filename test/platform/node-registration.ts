import type { Cluster } from '../../shared/cluster/cluster.ts';
import { hostAddress } from './pod-status.ts';
import { leases, type Lease } from '../../shared/model/lease.ts';
import { nodes, targetOf, type Node } from './resources.ts';

const leaseNamespace = 'kube-node-lease';
const leaseDurationSeconds = 40;

/** Says that the node lives: makes the Node and its Lease where they are missing, and renews the Lease. */
export async function signOfLife(cluster: Cluster, name: string): Promise<void> {
  const now = new Date().toISOString();
  const node = (await cluster.get(nodes, name)) ?? (await cluster.create(nodes, newNode(name, now)));
  const spec = { holderIdentity: name, leaseDurationSeconds, renewTime: microTime(now) };
  const lease = await cluster.get(leases, name, leaseNamespace);
  if (lease === null) await cluster.create(leases, newLease(node, spec));
  else await cluster.patch(leases, targetOf(lease), { spec });
}

function newNode(name: string, now: string): Node {
  const resources = { cpu: '64', memory: '256Gi', pods: '1000' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' },
    },
    status: {
      capacity: resources,
      allocatable: resources,
      addresses: [
        { type: 'InternalIP', address: hostAddress },
        { type: 'Hostname', address: name },
      ],
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'KubeletReady',
          message: 'the simulated node is ready',
          lastHeartbeatTime: now,
          lastTransitionTime: now,
        },
      ],
    },
  };
}

function newLease({ metadata: { name, uid = '' } }: Node, spec: Lease['spec']): Lease {
  const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name, uid }];
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace: leaseNamespace, ownerReferences }, spec };
}

/** A time with exactly six digits behind the point, the only form in which the API server reads a Lease. */
function microTime(now: string): string {
  return now.replace('Z', '000Z');
}

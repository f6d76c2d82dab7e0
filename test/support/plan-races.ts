import type { Cluster } from '../../shared/cluster/cluster.ts';
import { installPlans, type InstallPlan } from '../../shared/model/install-plan.ts';
import type { Lab } from './lab.ts';

/** A waiting plan that no OLM has made and none will touch: its namespace has no Subscription. */
export async function aWaitingPlan(lab: Lab, namespace: string): Promise<InstallPlan> {
  return lab.admin.create(installPlans, {
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'InstallPlan',
    metadata: { name: lab.name('install'), namespace },
    spec: { clusterServiceVersionNames: ['race.v1.0.0'], approval: 'Manual', approved: false, generation: 1 },
  });
}

/** A cluster as a command sees it, with somebody else acting between its read and its write; `act` is told which of those writes it is. */
export function withIntruder(cluster: Cluster, write: 'patch' | 'delete', act: (count: number) => Promise<void>): Cluster {
  let writes = 0;
  return new Proxy(cluster, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      const method: unknown = value.bind(target);
      if (property !== write || typeof method !== 'function') return method;
      return async (...args: unknown[]) => {
        writes += 1;
        await act(writes);
        return Reflect.apply(method, target, args);
      };
    },
  });
}

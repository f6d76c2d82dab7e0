import { describe, expect, it } from 'vitest';
import { approvePlan } from '../../shared/actions/approve-plan.ts';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { ExtError } from '../../shared/errors.ts';
import { installPlans, type InstallPlan } from '../../shared/model/install-plan.ts';
import { useLab } from '../support/lab.ts';

const lab = useLab();
const rounds = 50;

/** A waiting plan that no OLM has made and none will touch: its namespace has no Subscription. */
async function aWaitingPlan(namespace: string): Promise<InstallPlan> {
  const name = lab.name('install');
  const created = await lab.admin.create(installPlans, {
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'InstallPlan',
    metadata: { name, namespace },
    spec: { clusterServiceVersionNames: ['race.v1.0.0'], approval: 'Manual', approved: false, generation: 1 },
  });
  return created;
}

/** The cluster as `approve` sees it, with somebody else acting between its read and its patch. */
function withIntruder(act: (patch: number) => Promise<void>): Cluster {
  let patches = 0;
  return new Proxy(lab.admin, {
    get(target, property) {
      if (property === 'patch') {
        return async (...args: Parameters<Cluster['patch']>) => {
          patches += 1;
          await act(patches);
          return target.patch(...args);
        };
      }
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

describe('approving a plan while somebody else writes to it', () => {
  it(`approves nothing in ${rounds} rounds in which its CSVs change`, async () => {
    const namespace = await lab.namespace();
    let approved = 0;
    for (let round = 0; round < rounds; round += 1) {
      const plan = await aWaitingPlan(namespace);
      const smuggle = { spec: { clusterServiceVersionNames: ['race.v1.0.0', `smuggled.v${round}`] } };
      const cluster = withIntruder(async (patch) => {
        if (patch === 1) await lab.admin.patch(installPlans, plan.metadata, smuggle);
      });
      await expect(approvePlan(cluster, plan, { dryRun: false })).rejects.toSatisfy(
        (error) => error instanceof ExtError && error.code === 'unmet',
      );
      if ((await lab.admin.get(installPlans, plan.metadata.name, namespace))?.spec.approved === true) approved += 1;
    }
    expect(approved).toBe(0);
  });

  it(`approves in all of ${rounds} rounds in which only its resourceVersion moves`, async () => {
    const namespace = await lab.namespace();
    let approved = 0;
    for (let round = 0; round < rounds; round += 1) {
      const plan = await aWaitingPlan(namespace);
      const cluster = withIntruder(async (patch) => {
        if (patch <= 2) await lab.admin.patch(installPlans, plan.metadata, { metadata: { annotations: { touched: `${round}-${patch}` } } });
      });
      expect(await approvePlan(cluster, plan, { dryRun: false })).toBe('approved');
      if ((await lab.admin.get(installPlans, plan.metadata.name, namespace))?.spec.approved === true) approved += 1;
    }
    expect(approved).toBe(rounds);
  });
});

import { describe, expect, it } from 'vitest';
import { approvePlan } from '../../shared/actions/approve-plan.ts';
import { ExtError } from '../../shared/errors.ts';
import { installPlans } from '../../shared/model/install-plan.ts';
import { useLab } from '../support/lab.ts';
import { aWaitingPlan, withIntruder } from '../support/plan-races.ts';

const lab = useLab();
const rounds = 50;

describe('approving a plan while somebody else writes to it', () => {
  it(`approves nothing in ${rounds} rounds in which its CSVs change`, async () => {
    const namespace = await lab.namespace();
    let approved = 0;
    for (let round = 0; round < rounds; round += 1) {
      const plan = await aWaitingPlan(lab, namespace);
      const smuggle = { spec: { clusterServiceVersionNames: ['race.v1.0.0', `smuggled.v${round}`] } };
      const cluster = withIntruder(lab.admin, 'patch', async (patch) => {
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
      const plan = await aWaitingPlan(lab, namespace);
      const cluster = withIntruder(lab.admin, 'patch', async (patch) => {
        if (patch <= 2) await lab.admin.patch(installPlans, plan.metadata, { metadata: { annotations: { touched: `${round}-${patch}` } } });
      });
      expect(await approvePlan(cluster, plan, { dryRun: false })).toBe('approved');
      if ((await lab.admin.get(installPlans, plan.metadata.name, namespace))?.spec.approved === true) approved += 1;
    }
    expect(approved).toBe(rounds);
  });
});

import { describe, expect, it } from 'vitest';
import { deletePlan } from '../../shared/actions/delete-plan.ts';
import { ExtError } from '../../shared/errors.ts';
import { installPlans } from '../../shared/model/install-plan.ts';
import { useLab } from '../support/lab.ts';
import { aWaitingPlan, withIntruder } from '../support/plan-races.ts';

const lab = useLab();
const rounds = 20;

describe('deleting a plan while somebody else writes to it', () => {
  it.each<[string, string, (round: number) => object]>([
    ['its CSVs change', 'reject.changed', (round) => ({ clusterServiceVersionNames: ['race.v1.0.0', `smuggled.v${round}`] })],
    ['it is approved', 'reject.approved', () => ({ approved: true })],
  ])(`deletes nothing in ${rounds} rounds in which %s`, async (_, id, spec) => {
    const namespace = await lab.namespace();
    let deleted = 0;
    for (let round = 0; round < rounds; round += 1) {
      const plan = await aWaitingPlan(lab, namespace);
      const cluster = withIntruder(lab.admin, 'delete', async (deletion) => {
        if (deletion === 1) await lab.admin.patch(installPlans, plan.metadata, { spec: spec(round) });
      });
      await expect(deletePlan(cluster, plan, { dryRun: false })).rejects.toSatisfy(
        (error) => error instanceof ExtError && error.code === 'unmet' && error.sentence.id === id,
      );
      if ((await lab.admin.get(installPlans, plan.metadata.name, namespace)) === null) deleted += 1;
    }
    expect(deleted).toBe(0);
  });

  it(`deletes in all of ${rounds} rounds in which only its resourceVersion moves`, async () => {
    const namespace = await lab.namespace();
    let deleted = 0;
    for (let round = 0; round < rounds; round += 1) {
      const plan = await aWaitingPlan(lab, namespace);
      const cluster = withIntruder(lab.admin, 'delete', async (deletion) => {
        const touched = { metadata: { annotations: { touched: `${round}-${deletion}` } } };
        if (deletion <= 2) await lab.admin.patch(installPlans, plan.metadata, touched);
      });
      expect(await deletePlan(cluster, plan, { dryRun: false })).toBe('deleted');
      if ((await lab.admin.get(installPlans, plan.metadata.name, namespace)) === null) deleted += 1;
    }
    expect(deleted).toBe(rounds);
  });
});

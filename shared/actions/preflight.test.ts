import { describe, expect, it } from 'vitest';
import { actionContext } from '../../test/support/action-context.ts';
import { aNamespace, aPackage, aSubscription, csvName, harbor } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import type { AccessQuestion, Cluster } from '../cluster/cluster.ts';
import { message } from '../messages/message.ts';
import { subscriptions, type Subscription } from '../model/subscription.ts';
import { namespaces } from '../model/workload.ts';
import type { Plan, Step } from '../plan/step.ts';
import { checkAccess, preflight } from './preflight.ts';

const known = { operatorPackage: aPackage(), publishedByAlauda: true, catalogNamespaces: null, subscriptions: [] };
const guard = { packages: [harbor], includeNeighbours: false };

function planFor(object: Subscription): Plan {
  const steps: Step[] = [
    { action: 'create', resource: namespaces, object: aNamespace() },
    { action: 'create', resource: subscriptions, object },
    { action: 'approve', namespace: harbor, subscription: object.metadata.name, csv: csvName(), guard },
    { action: 'await', namespace: harbor, subscription: object.metadata.name, csv: csvName(), orNewer: false },
  ];
  return { title: message('wait.start'), steps, warnings: [] };
}

const good = planFor(aSubscription());
const bad = planFor(aSubscription({ spec: { installPlanApproval: 'Automatic', channel: 'alpha' } }));

describe('preflight', () => {
  const said = (plan: Plan, facts: Parameters<typeof preflight>[1]) => {
    const context = actionContext(memoryCluster());
    preflight(plan, facts, context.report);
    return context.events;
  };

  it('has nothing to say where the law has nothing against it', () => {
    expect(said(good, known)).toEqual([]);
  });

  it('throws the first objection with all of them', async () => {
    const { code, sentence, details } = await errorOf(() => said(bad, known));
    expect({ code, sentence }).toEqual({
      code: 'denied',
      sentence: message('rule.subscription.manual-approval', { operator: harbor, approval: 'Automatic' }),
    });
    expect(details).toMatchObject({
      rule: 'subscription.manual-approval',
      path: 'spec.installPlanApproval',
      object: `subscription.operators.coreos.com/${harbor}-subs`,
      hints: [message('rule.subscription.manual-approval.way-out', { operator: harbor, namespace: harbor })],
    });
    expect(details.findings?.map(({ rule }) => rule)).toEqual(['subscription.manual-approval', 'subscription.channel-exists']);
  });

  it('warns once of everything it could not read, and goes on', () => {
    const facts = ['publishedByAlauda', 'catalogNamespaces', 'operatorPackage', 'subscriptions'];
    expect(said(bad, {})).toEqual(facts.map((fact) => ({ state: 'warning', message: message('preflight.unknown', { fact }) })));
  });

  it('does not judge what is kept', () => {
    const steps: Step[] = bad.steps.map((step) => (step.action === 'create' ? { ...step, action: 'keep' } : step));
    expect(said({ ...bad, steps }, known)).toEqual([]);
  });
});

describe('checkAccess', () => {
  /** A cluster that allows what is not named, and notes what it was asked. */
  function allowing(...denied: string[]) {
    const asked: string[] = [];
    const name = ({ verb, resource }: AccessQuestion) => `${verb} ${resource.plural}`;
    const allows: Cluster['allows'] = async (question) => {
      asked.push(`${name(question)} in ${question.namespace ?? 'the cluster'}`);
      return !denied.includes(name(question));
    };
    return { cluster: { ...memoryCluster(), allows }, asked };
  }

  it('asks about each write, where it is made', async () => {
    const { cluster, asked } = allowing();
    await checkAccess(good, cluster, { wait: true });
    expect(asked.filter((question) => !/^(list|watch) /.test(question))).toEqual([
      'create namespaces in the cluster',
      `create subscriptions in ${harbor}`,
      `patch installplans in ${harbor}`,
    ]);
  });

  const followed = ['subscriptions', 'installplans', 'clusterserviceversions', 'operatorgroups', 'deployments'];

  it.each<[string, Step['action'][], boolean, boolean]>([
    ['a wait needs', ['await'], true, true],
    ['the wait for a plan needs, also without a wait for what follows', ['approve'], false, true],
    ['the wait for somebody needs, also without a wait for what follows', ['await-approval'], false, true],
    ['nothing needs where it is not to wait', ['await'], false, false],
    ['nothing needs without a wait', ['create'], true, false],
  ])('asks once about what %s', async (_, actions, wait, needed) => {
    const { cluster, asked } = allowing();
    const awaitApproval: Step = { action: 'await-approval', namespace: harbor, subscription: `${harbor}-subs`, csv: csvName() };
    const steps = [...good.steps, awaitApproval].filter(({ action }) => actions.includes(action));
    await checkAccess({ ...good, steps }, cluster, { wait });
    expect(asked.filter((question) => /^(list|watch) /.test(question)).toSorted()).toEqual(
      needed ? followed.flatMap((plural) => [`list ${plural} in ${harbor}`, `watch ${plural} in ${harbor}`]).toSorted() : [],
    );
  });

  it('tells before anything is written what a wait lacks', async () => {
    const { cluster } = allowing('watch deployments');
    expect(await errorOf(() => checkAccess(good, cluster, { wait: true }))).toMatchObject({
      sentence: message('preflight.forbidden', { missing: ['watch deployments'] }),
    });
  });

  it('names everything that is missing', async () => {
    const { cluster } = allowing('create namespaces', 'patch installplans');
    const { code, sentence, details } = await errorOf(() => checkAccess(good, cluster, { wait: true }));
    expect({ code, sentence }).toEqual({
      code: 'forbidden',
      sentence: message('preflight.forbidden', { missing: ['create namespaces', 'patch installplans'] }),
    });
    expect(details.hints).toEqual([message('preflight.forbidden.hint', { role: 'ext-operator-admin' })]);
  });
});

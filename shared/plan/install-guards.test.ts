import { describe, expect, it } from 'vitest';
import { anOperatorGroup, aPackage, aSubscription, csvName, harbor, installedStatus, pendingStatus } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { aBareCluster, aWish } from '../../test/support/install-wish.ts';
import { message, type Message } from '../messages/message.ts';
import type { Subscription } from '../model/subscription.ts';
import { planInstall } from './install-operator.ts';
import type { InstallFacts, InstallWish } from './install-wish.ts';

/** The refusal of a plan, as far as people see it. */
async function refusal(wish: InstallWish, facts: InstallFacts) {
  const { code, sentence, details } = await errorOf(() => planInstall(wish, facts));
  return { code, sentence, ...details };
}

describe('install modes', () => {
  const lacksAll = aPackage({ installModes: ['OwnNamespace', 'SingleNamespace'] });
  const onlyAll = aPackage({ installModes: ['AllNamespaces'] });

  it('that do not include all namespaces ask for some', async () => {
    expect(await refusal(aWish({ manifest: lacksAll }), aBareCluster())).toEqual({
      code: 'unmet',
      sentence: message('install.modes', { operator: harbor, lacking: ['AllNamespaces'], supported: ['OwnNamespace', 'SingleNamespace'] }),
      path: 'spec.targetNamespaces',
      hints: [message('install.modes.hint', { namespace: harbor })],
    });
  });

  it.each([
    ['its own namespace', [harbor], ['OwnNamespace']],
    ['another namespace', ['a'], ['SingleNamespace']],
    ['several', ['a', 'b'], ['MultiNamespace']],
    ['several with its own', ['a', harbor], ['MultiNamespace', 'OwnNamespace']],
  ])('that are for all only refuse %s', async (_, targets, lacking) => {
    const { sentence } = await refusal(aWish({ manifest: onlyAll, targets }), aBareCluster());
    expect(sentence.data).toMatchObject({ lacking, supported: ['AllNamespaces'] });
  });
});

describe('the configuration of an existing Subscription', () => {
  const config = { env: [{ name: 'A', value: 'b' }] };
  const existing = aSubscription({ spec: { config } });

  it.each([
    ['the same', config],
    ['none', undefined],
  ])('may stay where %s is wanted', (_, wanted) => {
    expect(() => planInstall(aWish({ config: wanted }), aBareCluster({ subscriptions: [existing] }))).not.toThrow();
  });

  it('is not changed by an installation', async () => {
    const wish = aWish({ config: { ...config, nodeSelector: { disk: 'ssd' } } });
    expect(await refusal(wish, aBareCluster({ subscriptions: [existing] }))).toMatchObject({
      code: 'unmet',
      sentence: message('install.differs', { operator: harbor, fields: ['spec.config.nodeSelector'] }),
    });
  });
});

describe('a namespace that holds another Subscription', () => {
  const neighbour = aSubscription({ metadata: { namespace: 'shared' }, spec: { name: 'keda' } });
  const facts = aBareCluster({ subscriptions: [neighbour] });

  it('is refused, with a namespace of its own and the flag as ways out', async () => {
    expect(await refusal(aWish({ namespace: 'shared' }), facts)).toEqual({
      code: 'unmet',
      sentence: message('install.shared-namespace', { namespace: 'shared', neighbour: 'keda' }),
      object: 'subscription/keda-subs',
      because: message('install.shared-namespace.because'),
      hints: [`kubectl ext install ${harbor} -n ${harbor}`, message('install.shared-namespace.hint')],
    });
  });

  it('that it is named after itself is refused with another namespace as a way out', async () => {
    const here = aBareCluster({ subscriptions: [aSubscription({ metadata: { namespace: harbor }, spec: { name: 'keda' } })] });
    const { hints } = await refusal(aWish(), here);
    expect(hints).toEqual([`kubectl ext install ${harbor} -n ${harbor}-system`, message('install.shared-namespace.hint')]);
  });

  it('is refused without a namespace as a way out where the likely ones are taken too', async () => {
    const taken = ['shared', harbor, `${harbor}-system`];
    const subscriptions = taken.map((namespace) => aSubscription({ metadata: { namespace }, spec: { name: 'keda' } }));
    const { hints } = await refusal(aWish({ namespace: 'shared' }), aBareCluster({ subscriptions }));
    expect(hints).toEqual([message('install.shared-namespace.hint')]);
  });

  it.each([true, false])(
    'is refused where that has the very name of the new one, whatever is allowed: %s',
    async (allowSharedNamespace) => {
      const name = `${harbor}-subs`;
      const namesake = aSubscription({ metadata: { name, namespace: harbor }, spec: { name: 'keda' } });
      expect(await refusal(aWish({ allowSharedNamespace }), aBareCluster({ subscriptions: [namesake] }))).toEqual({
        code: 'unmet',
        sentence: message('install.name-taken', { name, namespace: harbor, operator: 'keda' }),
        object: `subscription/${name}`,
        hints: [`kubectl ext install ${harbor} -n ${harbor}-system`],
      });
    },
  );

  it('is accepted with the flag', () => {
    expect(planInstall(aWish({ namespace: 'shared', allowSharedNamespace: true }), facts).steps).toHaveLength(6);
  });
});

describe('a copy in another namespace', () => {
  const copy = aSubscription({ metadata: { namespace: 'elsewhere' } });
  const groupOf = (...targetNamespaces: string[]) => anOperatorGroup({ metadata: { namespace: 'elsewhere' }, spec: { targetNamespaces } });
  const selecting = anOperatorGroup({ metadata: { namespace: 'elsewhere' }, spec: { selector: {} } });
  const both = aPackage({ installModes: ['SingleNamespace', 'MultiNamespace', 'AllNamespaces'] });

  it.each<[string, string[], InstallFacts['operatorGroups']]>([
    ['all namespaces are wanted', [], [groupOf('a')]],
    ['it watches all', ['a'], [anOperatorGroup({ metadata: { namespace: 'elsewhere' } })]],
    ['it watches one of those wanted', ['a', 'b'], [groupOf('b', 'c')]],
    ['a selector may choose one of those wanted', ['a'], [selecting]],
    ['nobody knows what it watches', ['a'], []],
  ])('is refused where %s', async (_, targets, operatorGroups) => {
    expect(await refusal(aWish({ manifest: both, targets }), aBareCluster({ subscriptions: [copy], operatorGroups }))).toEqual({
      code: 'unmet',
      sentence: message('install.elsewhere', { operator: harbor, namespace: 'elsewhere' }),
      object: `subscription/${harbor}-subs`,
      hints: [`kubectl ext status ${harbor}`],
    });
  });

  it('is accepted where the two watch different namespaces', () => {
    const facts = aBareCluster({ subscriptions: [copy], operatorGroups: [groupOf('b')] });
    expect(planInstall(aWish({ targets: ['a'] }), facts).steps).toHaveLength(6);
  });
});

describe('the operator is there already', () => {
  const there = (parts: Parameters<typeof aSubscription>[0]) => aBareCluster({ subscriptions: [aSubscription(parts)] });

  it.each<[string, Partial<Subscription['spec']>, string[]]>([
    ['channel', { channel: 'harbor-2' }, ['spec.channel']],
    ['catalogue', { source: 'custom', sourceNamespace: 'olm' }, ['spec.source', 'spec.sourceNamespace']],
    ['approval', { installPlanApproval: 'Automatic' }, ['spec.installPlanApproval']],
    ['approval, absent', { installPlanApproval: undefined }, ['spec.installPlanApproval']],
  ])('with another %s: that is a change of configuration', async (_, spec, fields) => {
    expect(await refusal(aWish(), there({ spec, status: installedStatus() }))).toEqual({
      code: 'unmet',
      sentence: message('install.differs', { operator: harbor, fields }),
      object: `subscription/${harbor}-subs`,
      hints: [`kubectl edit subscriptions.operators.coreos.com ${harbor}-subs -n ${harbor}`],
    });
  });

  const old = csvName('2.12.10');

  it.each([
    ['installed', { status: installedStatus(old) }],
    ['waiting', { status: pendingStatus(old) }],
    ['wished for, and OLM has not answered', { spec: { startingCSV: old } }],
  ])('with another version %s: that is an upgrade', async (_, parts) => {
    expect(await refusal(aWish(), there(parts))).toEqual({
      code: 'unmet',
      sentence: message('install.other-version', { operator: harbor, standing: old, wanted: csvName() }),
      object: `subscription/${harbor}-subs`,
      hints: [message('install.other-version.above.hint', { operator: harbor, namespace: harbor, wanted: csvName() })],
    });
  });

  it('with another version installed while the wanted one waits: that is an approval', async () => {
    const status = pendingStatus(csvName(), { installed: old });
    expect(await refusal(aWish(), there({ status }))).toMatchObject({
      sentence: message('install.other-version', { operator: harbor, standing: old, wanted: csvName() }),
      hints: [`kubectl ext approve ${harbor} -n ${harbor} --expect ${csvName()}`],
    });
  });

  it('with v2.12.11 where v2.12.1 is wanted: the names are not equal', async () => {
    const entry = { name: csvName('2.12.1'), version: '2.12.1' };
    expect(await refusal(aWish({ entry }), there({ status: installedStatus() }))).toMatchObject({
      sentence: { id: 'install.other-version' },
    });
  });

  const down = {
    because: message('install.other-version.below', { standing: csvName() }),
    hints: [message('install.other-version.below.hint', { operator: harbor, namespace: harbor })],
  };
  const up = (wanted: string) => ({
    hints: [message('install.other-version.above.hint', { operator: harbor, namespace: harbor, wanted })],
  });

  it.each<[string, string, InstallWish['entry'], object]>([
    ['an older version: there is no way down', csvName(), { name: old, version: '2.12.10' }, down],
    ['an older version by number and not by letter', csvName(), { name: csvName('2.12.9'), version: '2.12.9' }, down],
    ['a newer version', old, { name: csvName(), version: '2.12.11' }, up(csvName())],
    ['another build of the same version', csvName(), { name: 'harbor-odd', version: 'v2.12.11' }, up('harbor-odd')],
    ['a version without a number: nobody knows', csvName(), { name: 'harbor-odd' }, up('harbor-odd')],
    ['another version than one that the catalogue has dropped: nobody knows', 'gone.v9', { name: old, version: '2.12.10' }, up(old)],
  ])('where %s is wanted', async (_, standing, entry, ways) => {
    const { because, hints } = await refusal(aWish({ entry }), there({ status: installedStatus(standing) }));
    expect({ because, hints }).toEqual({ because: undefined, ...ways });
  });

  it('knows its version also from another channel', async () => {
    const manifest = aPackage({ channels: { stable: ['2.12.10'], alpha: ['2.12.11'] } });
    const wish = aWish({ manifest, entry: { name: old, version: '2.12.10' } });
    expect(await refusal(wish, there({ status: installedStatus() }))).toMatchObject(down);
  });
});

describe('OperatorGroups of the namespace', () => {
  it('must not be two', async () => {
    const operatorGroups = [anOperatorGroup(), anOperatorGroup({ metadata: { name: 'second' } })];
    expect(await refusal(aWish(), aBareCluster({ operatorGroups }))).toEqual({
      code: 'unmet',
      sentence: message('install.two-groups', { namespace: harbor }),
      because: message('install.two-groups.because'),
      hints: [`kubectl -n ${harbor} get operatorgroups.operators.coreos.com`],
    });
  });

  it.each<[string, string[], string[], Message['data']]>([
    ['all where some are wanted', [], ['a'], { targets: '<all>', wanted: 'a' }],
    ['some where all are wanted', ['b', 'a'], [], { targets: 'a,b', wanted: '<all>' }],
    ['others', ['b'], ['a'], { targets: 'b', wanted: 'a' }],
  ])('must not target %s', async (_, targetNamespaces, targets, data) => {
    const operatorGroups = [anOperatorGroup({ spec: { targetNamespaces } })];
    const found = await refusal(aWish({ targets }), aBareCluster({ operatorGroups }));
    expect(found).toMatchObject({
      code: 'unmet',
      object: `operatorgroup/${harbor}-og`,
      path: 'spec.targetNamespaces',
      hints: [message('install.group-differs.hint')],
    });
    expect(found.sentence).toMatchObject({ id: 'install.group-differs', data: { namespace: harbor, group: `${harbor}-og`, ...data } });
  });

  it('may be many in other namespaces', () => {
    const operatorGroups = ['a', 'b'].map((namespace) => anOperatorGroup({ metadata: { namespace } }));
    expect(planInstall(aWish(), aBareCluster({ operatorGroups })).steps).toHaveLength(6);
  });
});

import { describe, expect, it } from 'vitest';
import {
  aCsv,
  aDeployment,
  anInstallPlan,
  aSubscription,
  csvName,
  downStatus,
  harbor,
  installStrategy,
  pendingStatus,
} from '../../test/support/builders.ts';
import { aContainer, aPod, aWarning } from '../../test/support/pods.ts';
import { aHealthySnapshot, anUpgradeSnapshot, aWaitingSnapshot, firstView } from '../../test/support/snapshots.ts';
import type { Snapshot } from './snapshot.ts';
import { treeOf, type Surroundings, type TreeNode } from './tree.ts';

const deployment = aDeployment({ spec: { selector: { matchLabels: { app: 'harbor' } } } });
const nothing: Surroundings = { pods: [], events: [] };

/** The tree as indented lines of `object   state   detail`. */
function linesIn(snapshot: Snapshot, around: Partial<Surroundings> = {}): string[] {
  return linesOf(treeOf(firstView(snapshot), { ...nothing, ...around }));
}

function linesOf({ object, state, detail, children }: TreeNode): string[] {
  const own = [object, state, ...(detail === null ? [] : [detail])].join('   ');
  return [own, ...children.flatMap(linesOf).map((line) => `  ${line}`)];
}

const subscriptionLine = `subscription/${harbor}-subs   AtLatestKnown`;
const planLine = `  installplan/install-1   Complete   ${csvName()}`;
const csvLine = `  clusterserviceversion/${csvName()}   Succeeded`;
const deploymentLine = '    deployment/harbor-controller   1/1 available';

describe('the tree', () => {
  it('goes from the Subscription down to the pods', () => {
    expect(linesIn(aHealthySnapshot({ deployments: [deployment] }), { pods: [aPod()] })).toEqual([
      subscriptionLine,
      planLine,
      csvLine,
      deploymentLine,
      '      pod/harbor-controller-1   Running',
    ]);
  });

  it('leaves out what a CSV says while all is well', () => {
    const csv = aCsv({ status: { message: 'install strategy completed with no errors' } });
    expect(linesIn(aHealthySnapshot({ clusterServiceVersions: [csv] }))).toContain(csvLine);
  });

  it('begins with a Subscription that OLM has not looked at', () => {
    expect(linesIn(aWaitingSnapshot({ subscriptions: [aSubscription()], installPlans: [] }))).toEqual([
      `subscription/${harbor}-subs   new`,
    ]);
  });

  it('tells the words of a condition that failed, and only of one', () => {
    const conditions = [
      { type: 'CatalogSourcesUnhealthy', status: 'False', message: 'all healthy' },
      { type: 'BundleUnpackFailed', status: 'False', message: 'no' },
      { type: 'ResolutionFailed', status: 'True', message: 'no operators found' },
    ];
    const subscriptions = [aSubscription({ status: { ...pendingStatus(), conditions } })];
    expect(linesIn(aWaitingSnapshot({ subscriptions }))[0]).toBe(`subscription/${harbor}-subs   UpgradePending   no operators found`);
  });

  it('shows the plan that waits, and both versions of an upgrade', () => {
    const csvs = [aCsv({ metadata: { name: csvName('2.12.10') } }), aCsv({ status: { phase: 'Pending', message: 'wants more' } })];
    expect(linesIn(anUpgradeSnapshot({ clusterServiceVersions: csvs }))).toEqual([
      `subscription/${harbor}-subs   UpgradePending`,
      `  installplan/install-2   RequiresApproval, not approved   ${csvName()}`,
      `  clusterserviceversion/${csvName()}   Pending   wants more`,
      `  clusterserviceversion/${csvName('2.12.10')}   Succeeded`,
      deploymentLine,
    ]);
  });

  it('tells what a plan says of itself rather than what it brings', () => {
    const plan = anInstallPlan({ spec: { approved: true }, status: { phase: 'Failed', message: 'does not fit' } });
    expect(linesIn(aWaitingSnapshot({ installPlans: [plan] }))).toContain('  installplan/install-1   Failed   does not fit');
  });

  it('is content with a plan and a CSV that say nothing', () => {
    const plan = { ...anInstallPlan({ spec: { approved: true } }), status: undefined };
    const csv = { ...aCsv({ spec: { install: undefined } }), status: undefined };
    expect(linesIn(aHealthySnapshot({ installPlans: [plan], clusterServiceVersions: [csv], deployments: [] }))).toEqual([
      subscriptionLine,
      `  installplan/install-1   new   ${csvName()}`,
      `  clusterserviceversion/${csvName()}   new`,
    ]);
  });
});

describe('a Deployment in the tree', () => {
  it.each([
    ['that is gone', [], ['    deployment/harbor-controller   missing']],
    [
      'that is stuck',
      [
        aDeployment({
          status: { ...downStatus, conditions: [{ type: 'Progressing', status: 'False', message: 'exceeded its deadline' }] },
        }),
      ],
      ['    deployment/harbor-controller   0/1 available   exceeded its deadline'],
    ],
    ['that says nothing', [{ ...aDeployment(), spec: undefined, status: undefined }], ['    deployment/harbor-controller   0/1 available']],
  ])('%s', (_, deployments, lines) => {
    expect(linesIn(aHealthySnapshot({ deployments })).slice(3)).toEqual(lines);
  });

  it('that is gone stands behind those that are there', () => {
    const csv = aCsv({ spec: { install: installStrategy('harbor-webhook', 'harbor-controller') } });
    expect(linesIn(aHealthySnapshot({ clusterServiceVersions: [csv] })).slice(3)).toEqual([
      deploymentLine,
      '    deployment/harbor-webhook   missing',
    ]);
  });

  it.each([
    ['of another namespace', deployment, aPod({ metadata: { namespace: 'elsewhere' } })],
    ['with another label', deployment, aPod({ metadata: { labels: { app: 'redis' } } })],
    ['without labels', deployment, aPod({ metadata: { labels: undefined } })],
    ['where the Deployment selects nothing', aDeployment(), aPod()],
  ])('has no pod %s', (_, owner, pod) => {
    expect(linesIn(aHealthySnapshot({ deployments: [owner] }), { pods: [pod] }).slice(3)).toEqual([deploymentLine]);
  });
});

describe('a pod in the tree', () => {
  const podLine = (status: Parameters<typeof aPod>[0]) =>
    linesIn(aHealthySnapshot({ deployments: [deployment] }), { pods: [aPod(status)] })
      .at(-1)
      ?.trim();

  it('tells what its container waits for', () => {
    const containerStatuses = [aContainer({ waiting: { reason: 'ImagePullBackOff', message: 'no such image' } })];
    expect(podLine({ status: { phase: 'Pending', containerStatuses } })).toBe('pod/harbor-controller-1   ImagePullBackOff   no such image');
  });

  it('else tells its own words', () => {
    expect(podLine({ status: { phase: 'Failed', reason: 'Evicted', message: 'low on memory' } })).toBe(
      'pod/harbor-controller-1   Evicted   low on memory',
    );
  });
});

describe('a warning in the tree', () => {
  const [plan, pod] = [anInstallPlan(), aPod()];
  const snapshot = aHealthySnapshot({ deployments: [deployment] });
  const at = (second: number) => `2025-06-01T12:00:0${second}Z`;
  const eventsIn = (...events: Surroundings['events']) =>
    linesIn(snapshot, { pods: [pod], events })
      .map((line) => line.trimStart())
      .filter((line) => line.startsWith('event/'));

  it.each([plan, deployment, pod])('stands below the $kind it is about', (object) => {
    const lines = linesIn(snapshot, { pods: [pod], events: [aWarning(object)] });
    const resource = object.kind.toLowerCase();
    const owner = lines.findIndex((line) => line.trimStart().startsWith(`${resource}/${object.metadata.name}`));
    const depth = lines[owner]?.search(/\S/) ?? 0;
    expect(lines).toContain(`${' '.repeat(depth + 2)}event/${object.metadata.name}.1   BackOff   in its words`);
  });

  it.each([
    ['Failed', ['event/harbor-ce-operator.v2.12.11.1   BackOff   in its words']],
    ['Succeeded', []],
  ] as const)('about a CSV that is %s: %j', (phase, shown) => {
    const csv = aCsv({ status: { phase } });
    const lines = linesIn(aHealthySnapshot({ clusterServiceVersions: [csv] }), { events: [aWarning(csv)] });
    expect(lines.map((line) => line.trimStart()).filter((line) => line.startsWith('event/'))).toEqual(shown);
  });

  it('is the last one', () => {
    const named = (name: string, second: number) => aWarning(pod, { metadata: { name }, lastTimestamp: at(second) });
    expect(eventsIn(named('first', 1), named('last', 3), named('second', 2))).toEqual(['event/last   BackOff   in its words']);
  });

  it('says what it can', () => {
    expect(eventsIn(aWarning(pod, { reason: undefined, message: undefined }))).toEqual(['event/harbor-controller-1.1   Warning']);
  });

  it.each([
    ['is not about what is well', aWarning(pod, { type: 'Normal' })],
    ['is not about an object of another kind', aWarning({ ...pod, kind: 'Service' })],
    ['is not about another object', aWarning(aPod({ metadata: { name: 'other' } }))],
    ['is not about an object of another namespace', aWarning(aPod({ metadata: { namespace: 'elsewhere' } }))],
  ])('%s', (_, event) => {
    expect(eventsIn(event)).toEqual([]);
  });
});

import { message } from '../messages/message.ts';
import { operatorGroupPatience } from '../model/assumptions.ts';
import type { ClusterServiceVersion } from '../model/cluster-service-version.ts';
import type { InstallPlan } from '../model/install-plan.ts';
import type { Condition } from '../model/object.ts';
import { refusalIn, type Refusal } from '../model/refusal.ts';
import type { Stop, WaitTarget } from './goal.ts';
import { planBringing, plansBringing } from './operator-view.ts';
import type { OperatorView, Snapshot } from './snapshot.ts';

const second = 1000;

/** Why waiting for this Subscription may be in vain, every reason with the time it has to stand before it counts. */
export function stopsOf(view: OperatorView, snapshot: Snapshot, target: WaitTarget, more: readonly Stop[] = []): Stop[] {
  const brought = isBrought(view, snapshot, target);
  // Below the head the plan that matters is the next one already: that of the awaited CSV may still fail.
  const plans = new Set([view.plan, planBringing(view.subscription, awaitedName(view, target), snapshot.installPlans)]);
  return [
    ...more,
    ...[...plans].flatMap((plan) => (plan === undefined ? [] : planStops(plan, view))),
    ...csvStops(view, target),
    ...(brought ? [] : resolutionStops(view, target)),
    ...groupStops(view, target),
    ...(brought ? [] : catalogStops(view, snapshot)),
  ];
}

/** The name of the CSV that is waited for. */
function awaitedName({ subscription }: OperatorView, { csv, orNewer }: WaitTarget): string | undefined {
  return orNewer ? subscription.status?.currentCSV : csv;
}

function planStops(plan: InstallPlan, { subscription }: OperatorView): Stop[] {
  const words = wordsOf(plan);
  const refusal = words === undefined ? undefined : refusalIn(words);
  const { name, namespace } = plan.metadata;
  const known = {
    ...refusedBy(refusal),
    object: `installplan/${name}`,
    ...(words === undefined ? {} : { because: words }),
    hints: [
      `kubectl -n ${namespace} delete installplans.operators.coreos.com ${name}`,
      `kubectl ext status ${subscription.spec.name} -n ${namespace}`,
    ],
  };
  const phase = plan.status?.phase;
  if (phase === 'Failed') {
    return [{ id: `plan-Failed-${name}`, hold: 0, sentence: message('wait.stop.plan-failed', { plan: name }), ...known }];
  }
  if (phase !== 'Installing' || refusal === undefined) return [];
  // OLM tries again, for ever where the answer is 403: ten seconds of the same refusal are enough.
  return [{ id: `plan-Installing-${name}`, hold: 10 * second, sentence: message('wait.stop.plan-refused', { plan: name }), ...known }];
}

/** What a plan says of itself, else of the first condition that is not so. */
function wordsOf({ status }: InstallPlan): string | undefined {
  return status?.message ?? status?.conditions?.find((condition) => condition.status === 'False')?.message;
}

function refusedBy(refusal: Refusal | undefined): Pick<Stop, 'code' | 'rule'> {
  if (refusal?.kind !== 'admission') return { code: 'unmet' };
  return { code: 'denied', ...(refusal.rule === undefined ? {} : { rule: refusal.rule }) };
}

/** Reasons that no retry of OLM mends. Everything else can recover: a pull, a quota, a requirement that appears. */
const hopeless = new Set([
  'NoOperatorGroup',
  'TooManyOperatorGroups',
  'UnsupportedOperatorGroup',
  'InvalidInstallModes',
  'NoTargetNamespaces',
  'OwnerConflict',
  'InterOperatorGroupOwnerConflict',
]);

function csvStops(view: OperatorView, target: WaitTarget): Stop[] {
  const csv = awaitedCsv(view, target);
  if (csv?.status?.phase !== 'Failed') return [];
  const { name, namespace } = csv.metadata;
  const { reason, message: words } = csv.status;
  return [
    {
      id: `csv-failed-${name}-${reason}`,
      hold: hopeless.has(reason ?? '') ? 0 : 10 * second,
      code: 'broken',
      sentence: message('wait.stop.csv-failed', { csv: name, reason: reason ?? '<none>' }),
      object: `clusterserviceversion/${name}`,
      ...(words === undefined ? {} : { because: words }),
      hints: [`kubectl ext status ${view.subscription.spec.name} -n ${namespace}`],
    },
  ];
}

/** The CSV that is waited for, if it is there. One that is only replaced by it may be as it likes. */
function awaitedCsv(view: OperatorView, { csv, orNewer }: WaitTarget): ClusterServiceVersion | undefined {
  const { installed, incoming } = view;
  if (!orNewer) return [incoming, installed].find((each) => each?.metadata.name === csv);
  return incoming ?? (isBeingReplaced(view) ? undefined : installed);
}

function isBeingReplaced({ subscription: { status }, plan }: OperatorView): boolean {
  return status?.currentCSV !== status?.installedCSV && plan?.spec.approved === true;
}

/**
 * Whether the plan that brings what is waited for is approved and has not Failed: OLM has then resolved enough, and what it says of
 * resolving, or of catalogues, is about what comes after.
 */
function isBrought(view: OperatorView, { installPlans }: Snapshot, target: WaitTarget): boolean {
  return plansBringing(view.subscription, awaitedName(view, target), installPlans).some(
    ({ spec, status }) => spec.approved && status?.phase !== 'Failed',
  );
}

function resolutionStops({ subscription }: OperatorView, target: WaitTarget): Stop[] {
  const { name, namespace } = subscription.metadata;
  const conditions = (subscription.status?.conditions ?? []).filter((condition) => isFresh(condition, target));
  const standing = (type: string) => conditions.find((condition) => condition.type === type && condition.status === 'True');
  const stop = (id: string, hold: number, condition: Condition | undefined): Stop[] =>
    condition === undefined
      ? []
      : [
          {
            id,
            hold,
            code: 'unmet',
            sentence: message('wait.stop.resolution', { condition: condition.type, reason: condition.reason ?? '<none>' }),
            object: `subscription/${name}`,
            ...(condition.message === undefined ? {} : { because: condition.message }),
            hints: [`kubectl ext status ${subscription.spec.name} -n ${namespace}`],
          },
        ];
  const failed = standing('ResolutionFailed');
  return [
    ...stop('bundle-unpack-failed', 0, standing('BundleUnpackFailed')),
    ...stop('resolution-failed', failed?.reason === 'ConstraintsNotSatisfiable' ? 5 * second : 60 * second, failed),
  ];
}

/** One from before the Subscription was made speaks of the world before it. */
function isFresh({ lastTransitionTime }: Condition, { since }: WaitTarget): boolean {
  return lastTransitionTime === undefined || Date.parse(lastTransitionTime) >= since;
}

function groupStops({ groups, subscription }: OperatorView, { namespace }: WaitTarget): Stop[] {
  if (groups === undefined || groups === 1) return [];
  return [
    {
      id: `operator-groups-${groups}`,
      hold: operatorGroupPatience,
      code: 'unmet',
      sentence: message('wait.stop.groups', { namespace, groups }),
      object: `namespace/${namespace}`,
      hints: [
        groups === 0
          ? `kubectl ext install ${subscription.spec.name} -n ${namespace} --create-operator-group`
          : `kubectl -n ${namespace} get operatorgroups.operators.coreos.com`,
      ],
    },
  ];
}

/** OLM resolves nothing in a namespace while one catalogue in reach of it is unhealthy. */
function catalogStops({ subscription }: OperatorView, { catalogSources }: Snapshot): Stop[] {
  const sick = subscription.status?.catalogHealth?.find(({ healthy }) => !healthy)?.catalogSourceRef;
  if (sick === undefined) return [];
  const catalog = catalogSources?.find(({ metadata }) => metadata.name === sick.name && metadata.namespace === sick.namespace);
  const state = catalog?.status?.connectionState?.lastObservedState ?? '<unknown>';
  return [
    {
      id: `catalog-${sick.namespace}/${sick.name}`,
      hold: 60 * second,
      code: 'unmet',
      sentence: message('wait.stop.catalog', { catalog: sick.name, state }),
      object: `catalogsource/${sick.name}`,
      hints: [`kubectl -n ${sick.namespace} rollout restart deployment/olm-registry-${sick.name}`],
    },
  ];
}

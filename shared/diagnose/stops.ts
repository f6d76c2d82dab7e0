import { message } from '../messages/message.ts';
import type { ClusterServiceVersion } from '../model/cluster-service-version.ts';
import { operatorGroupPatience } from '../model/assumptions.ts';
import type { Condition } from '../model/object.ts';
import type { Stop, WaitTarget } from './goal.ts';
import { refusalIn } from '../model/refusal.ts';
import type { OperatorView, Snapshot } from './snapshot.ts';

const second = 1000;

/** Why waiting for this Subscription may be in vain, every reason with the time it has to stand before it counts. */
export function stopsOf(view: OperatorView, snapshot: Snapshot, target: WaitTarget, more: readonly Stop[] = []): Stop[] {
  return [
    ...more,
    ...planStops(view),
    ...csvStops(view),
    ...resolutionStops(view, target),
    ...groupStops(view, target),
    ...catalogStops(view, snapshot),
  ];
}

function planStops({ plan, subscription }: OperatorView): Stop[] {
  if (plan === undefined) return [];
  const { name, namespace } = plan.metadata;
  const words = plan.status?.message ?? plan.status?.conditions?.find(({ status }) => status === 'False')?.message;
  const phase = plan.status?.phase;
  if (phase !== 'Failed' && phase !== 'Installing') return [];
  const refusal = words === undefined ? undefined : refusalIn(words);
  // While it is Installing OLM tries again, for ever where the answer is 403: ten seconds of the same refusal are enough.
  if (phase === 'Installing' && refusal === undefined) return [];
  return [
    {
      id: `plan-${phase}-${name}`,
      hold: phase === 'Failed' ? 0 : 10 * second,
      code: refusal?.kind === 'admission' ? 'denied' : 'unmet',
      ...(refusal?.rule === undefined ? {} : { rule: refusal.rule }),
      sentence: phase === 'Failed' ? message('wait.stop.plan-failed', { plan: name }) : message('wait.stop.plan-refused', { plan: name }),
      object: `installplan/${name}`,
      ...(words === undefined ? {} : { because: words }),
      hints: [`kubectl -n ${namespace} delete installplans.operators.coreos.com ${name}`, `kubectl ext status ${subscription.spec.name} -n ${namespace}`],
    },
  ];
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

function csvStops({ installed, incoming, subscription }: OperatorView): Stop[] {
  const failed = (csv: ClusterServiceVersion | undefined) => csv?.status?.phase === 'Failed';
  return [incoming, installed].filter((csv) => csv !== undefined).filter(failed).map(({ metadata, status }) => ({
    id: `csv-failed-${metadata.name}-${status?.reason}`,
    hold: hopeless.has(status?.reason ?? '') ? 0 : 10 * second,
    code: 'broken',
    sentence: message('wait.stop.csv-failed', { csv: metadata.name, reason: status?.reason ?? '<none>' }),
    object: `clusterserviceversion/${metadata.name}`,
    ...(status?.message === undefined ? {} : { because: status.message }),
    hints: [`kubectl ext status ${subscription.spec.name} -n ${metadata.namespace}`],
  }));
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

/** Conditions carry whole seconds; one from before our write speaks of the world before it. */
function isFresh({ lastTransitionTime }: Condition, { since }: WaitTarget): boolean {
  return lastTransitionTime === undefined || Date.parse(lastTransitionTime) >= Math.floor(since / second) * second;
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

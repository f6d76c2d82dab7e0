import type { Condition, KubeObject } from './object.ts';
import type { OperatorConfig } from './operator-config.ts';
import { apiVersionOf, type Resource } from './resource.ts';

/** How OLM may carry out an InstallPlan. An absent approval means Automatic to OLM. */
export type Approval = 'Manual' | 'Automatic';

/** The wish to have an operator of a catalogue in a namespace, and to follow one of its channels. */
export interface Subscription extends KubeObject {
  apiVersion: 'operators.coreos.com/v1alpha1';
  kind: 'Subscription';
  spec: SubscriptionSpec;
  status?: SubscriptionStatus;
}

export interface SubscriptionSpec {
  /** The package, which need not be the Subscription's own name. */
  name: string;
  /** The CatalogSource. */
  source: string;
  sourceNamespace: string;
  /** Absent means the package's default channel. */
  channel?: string;
  /** The CSV to start with; absent means the head of the channel. OLM ignores it once something is installed. */
  startingCSV?: string;
  installPlanApproval?: Approval;
  config?: OperatorConfig;
}

export interface SubscriptionStatus {
  /** `UpgradePending`, `AtLatestKnown`, …: says where resolution stands and nothing about health. */
  state?: string;
  currentCSV?: string;
  installedCSV?: string;
  installPlanRef?: { name: string; namespace?: string; uid?: string };
  conditions?: Condition[];
  catalogHealth?: { catalogSourceRef: { name: string; namespace: string }; healthy: boolean; lastUpdated?: string }[];
  lastUpdated?: string;
}

export const subscriptions: Resource<Subscription> = {
  group: 'operators.coreos.com',
  version: 'v1alpha1',
  plural: 'subscriptions',
  kind: 'Subscription',
  namespaced: true,
};

/** Whether an object is a Subscription, and none of the other groups that serve that name. */
export function isSubscription(object: KubeObject): object is Subscription {
  return object.kind === subscriptions.kind && object.apiVersion === apiVersionOf(subscriptions);
}

/** The annotation of Subscriptions that OLM made for a dependency: the name of the InstallPlan. */
export const generatedByAnnotation = 'olm.generated-by';

/** The annotation that keeps a Subscription out of our batches; its value says why. It binds nobody else. */
export const holdAnnotation = 'ext.cpaas.io/hold';

/** Why a Subscription is held; undefined where it is not. */
export function holdOf({ metadata }: Subscription): string | undefined {
  return metadata.annotations?.[holdAnnotation];
}

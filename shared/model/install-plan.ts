import type { Approval } from './subscription.ts';
import type { Condition, KubeObject } from './object.ts';
import type { Resource } from './resource.ts';

/** What OLM will do, or did, to bring one or more CSVs into a namespace. All Subscriptions of a namespace resolve into one. */
export interface InstallPlan extends KubeObject {
  apiVersion: 'operators.coreos.com/v1alpha1';
  kind: 'InstallPlan';
  spec: {
    clusterServiceVersionNames: string[];
    approval: Approval;
    approved: boolean;
    /** Counts the resolutions of the namespace: the newest plan has the highest. */
    generation?: number;
  };
  status?: {
    phase?: 'Planning' | 'RequiresApproval' | 'Installing' | 'Complete' | 'Failed' | '';
    message?: string;
    conditions?: Condition[];
    plan?: InstallPlanStep[];
    bundleLookups?: { identifier?: string; conditions?: Condition[] }[];
    startTime?: string;
  };
}

/** One object of an InstallPlan. */
export interface InstallPlanStep {
  /** The CSV this object belongs to. */
  resolving: string;
  status: string;
  resource: {
    group: string;
    version: string;
    kind: string;
    name: string;
    sourceName: string;
    sourceNamespace: string;
    /** The object as JSON, or a reference to the ConfigMap that holds it. */
    manifest?: string;
  };
}

export const installPlans: Resource<InstallPlan> = {
  group: 'operators.coreos.com',
  version: 'v1alpha1',
  plural: 'installplans',
  kind: 'InstallPlan',
  namespaced: true,
};

/** Whether a plan waits for somebody to approve it. */
export function isWaiting(plan: InstallPlan): boolean {
  return !plan.spec.approved && plan.status?.phase === 'RequiresApproval';
}

/** The plan of the latest resolution among those given, or undefined. */
export function newest(plans: readonly InstallPlan[]): InstallPlan | undefined {
  return plans.toSorted((a, b) => (b.spec.generation ?? 0) - (a.spec.generation ?? 0))[0];
}

/** Whether a plan is still what was judged: the same object with the same CSVs, generation and steps, however far those are. */
export function isAsJudged(plan: InstallPlan, judged: InstallPlan): boolean {
  return essence(plan) === essence(judged);
}

function essence({ metadata, spec, status }: InstallPlan): string {
  const steps = status?.plan?.map(({ resolving, resource }) => [resolving, resource]) ?? [];
  return JSON.stringify([metadata.uid, spec.clusterServiceVersionNames, spec.generation, steps]);
}

/** The ConfigMaps into which OLM has unpacked the objects of a plan, each once. A manifest with these names at its root is a reference (measured). */
export function unpackedIn({ status }: InstallPlan): { readonly name: string; readonly namespace: string }[] {
  const references = (status?.plan ?? []).flatMap(({ resource }) => referenceIn(resource.manifest ?? ''));
  return [...new Map(references.map((each) => [`${each.namespace}/${each.name}`, each])).values()];
}

function referenceIn(manifest: string): { readonly name: string; readonly namespace: string }[] {
  const { kind, name, namespace } = parsed(manifest);
  return kind === 'ConfigMap' && typeof name === 'string' && typeof namespace === 'string' ? [{ name, namespace }] : [];
}

function parsed(manifest: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(manifest)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

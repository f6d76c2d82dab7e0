import type { Cluster } from '../cluster/cluster.ts';
import { ExtError, type ErrorCode } from '../errors.ts';
import { message } from '../messages/message.ts';
import { installPlans } from '../model/install-plan.ts';
import { packageManifests, type PackageManifest } from '../model/package-manifest.ts';
import { publishedByAlauda } from '../model/publisher.ts';
import { generatedByAnnotation, subscriptions, type Subscription, type SubscriptionSpec } from '../model/subscription.ts';
import type { HoldDependenciesStep } from '../plan/step.ts';
import type { Report } from './event.ts';
import { observePublishers } from './observe-publishers.ts';
import { stepResult } from './operation.ts';
import type { OperationStep } from './result.ts';

/**
 * Sets the Subscriptions that OLM made for the dependencies of a plan from Automatic to Manual, so that they too upgrade only when somebody
 * approves. Whoever may not do it is told, and the installation stands; what somebody else is changing meanwhile is left to them.
 */
export async function* holdDependencies(step: HoldDependenciesStep, cluster: Cluster, report: Report): AsyncIterable<OperationStep> {
  const { namespace } = step;
  const [all, plans] = await Promise.all([cluster.list(subscriptions, { namespace }), cluster.list(installPlans, { namespace })]);
  const installed = all.find(({ metadata }) => metadata.name === step.subscription)?.status?.installedCSV;
  // Below the head the Subscription refers to the next plan already: the CSV tells which plans brought it.
  const brought = plans.filter(({ spec }) => installed !== undefined && spec.clusterServiceVersionNames.includes(installed));
  const names = new Set(brought.map(({ metadata }) => metadata.name));
  const generated = all.filter(({ metadata, spec }) => {
    return names.has(metadata.annotations?.[generatedByAnnotation] ?? '') && spec.installPlanApproval !== 'Manual';
  });
  for (const dependency of step.onlyAlauda ? await ofAlauda(generated, cluster) : generated) {
    try {
      await cluster.patch(subscriptions, dependency.metadata, toManual(dependency));
      yield stepResult(subscriptions, dependency, { action: 'configure', result: 'configured' });
    } catch (error) {
      if (!(error instanceof ExtError)) throw error;
      if (overtaken.has(error.code)) continue;
      if (error.code !== 'forbidden') throw error;
      report({ state: 'warning', message: message('install.dependency-automatic', { name: dependency.metadata.name }) });
    }
  }
}

/** It is not what it was: a failed test is a 422, a lost race a 409, a deleted one a 404. */
const overtaken: ReadonlySet<ErrorCode> = new Set(['invalid', 'conflict', 'not-found']);

function toManual({ spec }: Subscription) {
  return [
    { op: 'test', path: '/spec/installPlanApproval', value: spec.installPlanApproval },
    { op: 'replace', path: '/spec/installPlanApproval', value: 'Manual' },
  ] as const;
}

async function ofAlauda(dependencies: readonly Subscription[], cluster: Cluster): Promise<readonly Subscription[]> {
  if (dependencies.length === 0) return [];
  const publishers = await observePublishers(cluster);
  const found = await Promise.all(
    dependencies.map(async ({ spec }) => publishedByAlauda(spec, { manifest: await packageOf(spec, cluster), publishers })),
  );
  return dependencies.filter((_, index) => found[index] === true);
}

async function packageOf({ name, source, sourceNamespace }: SubscriptionSpec, cluster: Cluster): Promise<PackageManifest | undefined> {
  const manifests = await cluster.list(packageManifests, { fieldSelector: `metadata.name=${name}` });
  return manifests.find(({ status }) => status.catalogSource === source && status.catalogSourceNamespace === sourceNamespace);
}

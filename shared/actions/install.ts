import type { Cluster } from '../cluster/cluster.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { catalogNamespaces as platformNamespaces } from '../model/assumptions.ts';
import type { Facts } from '../model/facts.ts';
import type { OperatorConfig } from '../model/operator-config.ts';
import { namedIn, publishedByAlauda } from '../model/publisher.ts';
import type { Approval } from '../model/subscription.ts';
import { planInstall } from '../plan/install-operator.ts';
import type { InstallFacts, InstallWish } from '../plan/install-wish.ts';
import { writes, type Plan } from '../plan/step.ts';
import { apply } from './apply.ts';
import type { ActionContext } from './context.ts';
import type { DryRun } from './dry-run.ts';
import { chooseVersion, findPackage } from './find-package.ts';
import { operationResult, planned } from './operation.ts';
import { observeInstall, targetNamespace } from './observe-install.ts';
import { checkAccess, preflight } from './preflight.ts';
import { warnOfSkew } from './webhook/skew.ts';
import type { OperationResult } from './result.ts';

/** What `install` was asked for. */
export interface InstallOptions {
  readonly name: string;
  /** A CSV's name, or a version with or without a leading `v`; undefined means the head of the channel. */
  readonly version?: string;
  readonly channel?: string;
  readonly catalog?: string;
  /** Whose catalogues may be used; none given means those of the platform, and any where the cluster is none of the platform. */
  readonly catalogNamespaces: readonly string[];
  /** Undefined means Manual. */
  readonly approval?: Approval;
  readonly namespace?: string;
  readonly targetNamespaces: readonly string[];
  readonly config?: OperatorConfig;
  readonly allowSharedNamespace: boolean;
  readonly includeNeighbours: boolean;
  readonly createOperatorGroup: boolean;
  readonly noApprove: boolean;
  readonly dryRun: DryRun;
  readonly wait: boolean;
  /** Milliseconds for everything after the question. */
  readonly timeout: number;
}

/**
 * Installs one operator and returns when it runs. Run again it changes nothing.
 * Throws `not-found` for names that do not exist, `unmet` where a guard stands in the way, `denied`, `forbidden`, and what waiting throws.
 */
export async function installOperator(options: InstallOptions, context: ActionContext): Promise<OperationResult> {
  const cluster = await context.cluster();
  const wish = await wishOf(options, cluster);
  const facts = await observeInstall(cluster, wish.namespace);
  const plan = planInstall(wish, facts);
  preflight(plan, judgedFacts(options, wish, facts), context.report);
  if (writes(plan)) await warnOfSkew(cluster, context.report);
  show(plan, cluster, context);
  if (options.dryRun === 'client') return planned(plan, context.report);
  if (writes(plan)) {
    await checkAccess(plan, cluster, options);
    if (options.dryRun === 'none') await context.ask(message('ask.proceed'));
  }
  const steps = await apply(plan, cluster, context, {
    dryRun: options.dryRun,
    wait: options.wait,
    // A person may take their time to answer.
    deadline: context.now() + options.timeout,
    catalogNamespace: wish.manifest.status.catalogSourceNamespace,
    resume: context.again,
  });
  return operationResult(steps, { dryRun: options.dryRun, plan });
}

/** What the law asks of the Subscription. A namespace of several is guarded by the plan, which says how to accept that. */
function judgedFacts({ catalogNamespaces }: InstallOptions, { manifest, namespace }: InstallWish, facts: InstallFacts): Facts {
  const usual = facts.onPlatform ? platformNamespaces : null;
  return {
    operatorPackage: manifest,
    publishedByAlauda: publishedByAlauda(namedIn(manifest), { manifest, publishers: facts.publishers }),
    catalogNamespaces: catalogNamespaces.length > 0 ? catalogNamespaces : usual,
    subscriptions: facts.subscriptions.filter(({ metadata }) => metadata.namespace === namespace),
  };
}

/** Finds every name in the options, so that nothing is judged that does not exist. */
async function wishOf(options: InstallOptions, cluster: Cluster): Promise<InstallWish> {
  const manifest = await findPackage(cluster, options);
  const { channel, entry } = chooseVersion(manifest, options);
  const approval = options.approval ?? 'Manual';
  if (approval === 'Automatic' && entry.name !== channel.currentCSV) {
    throw new ExtError('usage', message('install.automatic-below-head', { version: entry.name, head: channel.currentCSV }), {
      because: message('install.automatic-below-head.because'),
    });
  }
  return {
    manifest,
    channel,
    entry,
    approval,
    namespace: targetNamespace(options.namespace, channel, manifest),
    targets: options.targetNamespaces,
    config: options.config,
    allowSharedNamespace: options.allowSharedNamespace,
    includeNeighbours: options.includeNeighbours,
    createOperatorGroup: options.createOperatorGroup,
    noApprove: options.noApprove,
  };
}

function show(plan: Plan, { context }: Cluster, { report }: ActionContext): void {
  report({ state: 'planned', message: plan.title, remark: message('plan.cluster', { context }) });
  for (const warning of plan.warnings) report({ state: 'warning', message: warning });
  if (!writes(plan)) return;
  for (const step of plan.steps) {
    if (step.action === 'create') {
      const object = `${step.resource.kind.toLowerCase()}/${step.object.metadata.name}`;
      report({
        state: 'planned',
        object,
        message: message('plan.create', { object }),
        ...(step.remark === undefined ? {} : { remark: step.remark }),
      });
    }
    if (step.action === 'approve') report({ state: 'planned', message: message('plan.approve', { csv: step.csv }) });
  }
}

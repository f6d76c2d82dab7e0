import type { Cluster } from '../../cluster/cluster.ts';
import { ExtError } from '../../errors.ts';
import { message } from '../../messages/message.ts';
import { catalogNamespaces } from '../../model/assumptions.ts';
import { channelOf, packageManifests, type PackageManifest } from '../../model/package-manifest.ts';
import { namedIn, publishedByAlauda } from '../../model/publisher.ts';
import { subscriptions, type Subscription } from '../../model/subscription.ts';
import { whyNotReady } from '../../plan/webhook/landmarks.ts';
import { pause } from '../changes.ts';
import type { ActionContext } from '../context.ts';
import { observePublishers } from '../observe-publishers.ts';
import { tryList } from '../observe.ts';

/** How patient a probe is. */
export interface ProbePace {
  /** Milliseconds between two tries. */
  readonly pause: number;
  /** How many tries may go by without a sign of the webhook: an API server hears of a registration a moment after it was made. */
  readonly silent: number;
  /** How many tries may fail: the way to pods that have just become ready is made a moment later, too. */
  readonly failing: number;
}

const usualPace: ProbePace = { pause: 500, silent: 6, failing: 8 };

/** A namespace that every cluster has and no registration leaves out. */
const namespace = 'default';

/** What a try has shown: the webhook has answered, nothing at all, or that it stands in the way. */
type Sign = 'answer' | 'silence' | ExtError;

/**
 * Tries to create a lawful Subscription, without storing it, until the webhook shows itself. Throws `unmet` where it stands in the way of one;
 * what others say against it proves nothing.
 */
export async function probe(
  cluster: Cluster,
  { report, signal }: Pick<ActionContext, 'report' | 'signal'>,
  pace: ProbePace = usualPace,
): Promise<void> {
  const subscription = await lawfulSubscription(cluster);
  let last: Sign = 'silence';
  let silent = 0;
  for (let tries = 0; tries < pace.failing && silent < pace.silent; tries += 1) {
    if (tries > 0) await pause(pace.pause, signal);
    if (signal.aborted) throw new ExtError('interrupted', message('wait.interrupted'));
    last = await signOf(cluster, subscription);
    if (last === 'answer') return report({ state: 'done', message: message('webhook-probe.answers') });
    silent = last === 'silence' ? silent + 1 : 0;
  }
  if (last instanceof ExtError) throw failure(last);
  report({ state: 'note', message: message('webhook-probe.silent') });
}

/** The mutating half makes an absent approval Manual, by which it is known that somebody has answered. */
async function signOf(cluster: Cluster, subscription: Subscription): Promise<Sign> {
  try {
    const { spec } = await cluster.create(subscriptions, subscription, { dryRun: true, quiet: true });
    return spec.installPlanApproval === 'Manual' ? 'answer' : 'silence';
  } catch (error) {
    if (!(error instanceof ExtError)) throw error;
    return isOurs(error) ? error : 'silence';
  }
}

/** Whether the webhook, or a policy of ours, is what the API server complains of. */
function isOurs({ details: { because } }: ExtError): boolean {
  return typeof because === 'string' && /\.ext\.cpaas\.io"|ValidatingAdmissionPolicy 'ext-/.test(because);
}

function failure({ details }: ExtError): ExtError {
  return new ExtError('unmet', message('webhook-probe.failed'), {
    ...(details.because !== undefined && { because: details.because }),
    hints: [...whyNotReady, message('webhook-probe.failed.hint')],
  });
}

/** One of an operator of Alauda where there is any: nothing is said against that, by others neither, and its approval is made Manual. */
async function lawfulSubscription(cluster: Cluster): Promise<Subscription> {
  const [packages = [], publishers] = await Promise.all([tryList(cluster, packageManifests, {}), observePublishers(cluster)]);
  const here = packages.filter(({ status }) => catalogNamespaces.includes(status.catalogSourceNamespace));
  const ofAlauda = here.find((manifest) => publishedByAlauda(namedIn(manifest), { manifest, publishers }) === true);
  return {
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'Subscription',
    metadata: { name: 'ext-webhook-probe', namespace },
    spec: specFor(ofAlauda ?? here[0]),
  };
}

function specFor(manifest: PackageManifest | undefined): Subscription['spec'] {
  const [sourceNamespace = ''] = catalogNamespaces;
  if (manifest === undefined) return { name: 'ext-webhook-probe', source: 'platform', sourceNamespace };
  const { packageName: name, catalogSource: source } = manifest.status;
  const channel = channelOf(manifest, undefined)?.name;
  return { name, source, sourceNamespace: manifest.status.catalogSourceNamespace, ...(channel !== undefined && { channel }) };
}

import { connect } from '../../../shared/cluster/connect.ts';
import type { Cluster } from '../../../shared/cluster/cluster.ts';
import { moduleInfoes } from '../../../shared/model/module-info.ts';
import { subscriptions } from '../../../shared/model/subscription.ts';
import { aSubscription } from '../../../test/support/builders.ts';
import { aModuleInfo } from '../../../test/support/module-builders.ts';
import { ensureNamespace } from '../../control-plane/setup.ts';
import type { ControlPlane } from '../../control-plane/start.ts';
import { median } from '../gate.ts';
import { clusterNamed, freePlugins, pluginNamed } from './fill.ts';

/** How many milliseconds the webhook adds to a write, the middle of many. */
export interface Added {
  readonly dryRun: number;
  readonly claim: number;
}

/** So many writes of each kind are timed. */
export const writes = 200;

const warmUp = 20;

/** Times writes through the API server, in turn such as the webhook is asked about and such as it is not: of the same objects. */
export async function timeCreates({ admin, kubernetes }: ControlPlane): Promise<Added> {
  await ensureNamespace(admin, 'bench');
  const exempt = await connect({
    ...{ kubeconfig: kubernetes.kubeconfig, env: {}, userAgent: 'bench', fieldManager: 'bench' },
    ...{ as: 'bench', asGroup: ['system:masters', 'system:serviceaccounts:kube-system'] },
  });
  try {
    return {
      dryRun: await difference(
        () => tryOut(admin, 'bench'),
        () => tryOut(admin, 'kube-system'),
      ),
      claim: await difference(
        (index) => install(admin, 0, index),
        (index) => install(exempt, 1, index),
      ),
    };
  } finally {
    exempt.close();
  }
}

/** Its namespace decides whether the webhook is asked. */
function tryOut(cluster: Cluster, namespace: string): Promise<unknown> {
  const object = aSubscription({ metadata: { name: 'bench', namespace }, spec: { installPlanApproval: 'Manual' } });
  return cluster.create(subscriptions, object, { dryRun: true });
}

/** The groups of who writes decide whether the webhook is asked. */
function install(cluster: Cluster, place: number, index: number): Promise<unknown> {
  return cluster.create(moduleInfoes, aModuleInfo({ cluster: clusterNamed(place), plugin: pluginNamed(freePlugins + index) }));
}

type Write = (index: number) => Promise<unknown>;

async function difference(asked: Write, unasked: Write): Promise<number> {
  const [one, other]: [number[], number[]] = [[], []];
  for (let index = 0; index < writes; index += 1) {
    one.push(await timeOf(asked, index));
    other.push(await timeOf(unasked, index));
  }
  return median(one.slice(warmUp)) - median(other.slice(warmUp));
}

async function timeOf(write: Write, index: number): Promise<number> {
  const began = performance.now();
  await write(index);
  return performance.now() - began;
}

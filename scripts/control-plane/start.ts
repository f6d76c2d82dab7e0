import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../shared/cluster/connect.ts';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { unlessAborted } from '../interrupt.ts';
import type { Binaries } from './binaries.ts';
import { startKubernetes, type Kubernetes } from './kubernetes.ts';
import { startOlm, type Olm } from './olm.ts';
import { createAccount, type Account } from './setup.ts';
import { undoAfter, undoAll, type Step } from './undo.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

/** What kind of cluster is wanted. */
export interface ControlPlaneOptions {
  /** Names the context, and shows in the names of temporary folders. */
  readonly name: string;
  /** The namespace of the catalogues that serve every namespace; null starts no OLM at all. */
  readonly catalogNamespace: string | null;
  /** How long OLM tries a plan again before it gives it up, a Go duration; its own default is a minute. */
  readonly planRetryTimeout?: string;
  /** Ends the start early when aborted, not what has been started. */
  readonly signal?: AbortSignal;
}

/** A Kubernetes API with OLM, made of local processes that end with this one. */
export interface ControlPlane {
  readonly kubernetes: Kubernetes;
  readonly workspace: Workspace;
  /** As `system:masters`, for setting up. */
  readonly admin: Cluster;
  /** Creates a service account with these grants and connects as it. */
  connectAs(account: Account): Promise<Cluster>;
  stop(): Promise<void>;
}

/** Starts a control plane and returns when it serves. Whatever was started is killed when a part fails. */
export async function startControlPlane(binaries: Binaries, options: ControlPlaneOptions): Promise<ControlPlane> {
  const workspace = createWorkspace(join(tmpdir(), `kubectl-ext-${options.name}-`));
  const undo: Step[] = [() => workspace.close()];
  try {
    return await unlessAborted(options.signal, () => startParts(workspace, binaries, options, undo));
  } catch (error) {
    // Nobody has used it yet, so nothing has to end in order.
    return undoAfter(error, [...undo, () => workspace.close()]);
  }
}

async function startParts(workspace: Workspace, binaries: Binaries, options: ControlPlaneOptions, undo: Step[]): Promise<ControlPlane> {
  const { name, catalogNamespace, planRetryTimeout } = options;
  const kubernetes = await startKubernetes(workspace, binaries, name);
  undo.push(() => kubernetes.stop());
  const admin = await connectWith(kubernetes.kubeconfig);
  undo.push(() => admin.close());
  if (catalogNamespace !== null) {
    const olm: Olm = await startOlm({ workspace, binaries, kubernetes, cluster: admin }, { catalogNamespace, planRetryTimeout });
    undo.push(() => olm.stop());
  }
  const stop = () => undoAll(undo);
  return { kubernetes, workspace, admin, connectAs: (account) => connectAs(kubernetes, admin, account), stop };
}

async function connectAs(kubernetes: Kubernetes, admin: Cluster, account: Account): Promise<Cluster> {
  const token = await createAccount(admin, account);
  return connectWith(kubernetes.writeKubeconfig(`${account.namespace}.${account.name}`, { token }));
}

function connectWith(kubeconfig: string): Promise<Cluster> {
  return connect({ kubeconfig, env: {}, userAgent: 'kubectl-ext-control-plane', fieldManager: 'control-plane' });
}

import { onTestFinished } from 'vitest';
import { installOperator, type InstallOptions } from '../../shared/actions/install.ts';
import type { OperationResult } from '../../shared/actions/result.ts';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { actionContext } from './action-context.ts';
import { aPackage, harbor, kedaPackage } from './builders.ts';
import type { MemoryClusterOptions } from './memory-cluster.ts';
import { recordedCluster, type Request } from './recorded-cluster.ts';
import { startScriptedOlm, type Script } from './scripted-olm.ts';
import { clusterWith, type Content } from './seeded-cluster.ts';

/** What happens around an install. */
export interface World {
  readonly content?: Content;
  readonly script?: Script;
  readonly options?: MemoryClusterOptions;
  /** What others do, or the server throws, before a request. */
  readonly before?: (request: Request, memory: Cluster) => unknown;
}

/** A cluster with harbor and keda in its catalogues and a scripted OLM, until the test is over. */
export async function installWorld({ content, script, options, before = () => {} }: World = {}) {
  const olm = new AbortController();
  onTestFinished(() => olm.abort());
  const memory = await clusterWith({ packages: [aPackage(), kedaPackage], ...content }, options);
  startScriptedOlm(memory, olm.signal, script);
  const cluster = recordedCluster(memory, (request) => before(request, memory));
  const context = actionContext(cluster);
  return { memory, cluster, context, install: (parts?: Partial<InstallOptions>) => installOperator(installOptions(parts), context) };
}

/** `kubectl ext install harbor-ce-operator`, with what a test adds. */
export function installOptions(parts: Partial<InstallOptions> = {}): InstallOptions {
  return {
    name: harbor,
    targetNamespaces: [],
    allowSharedNamespace: false,
    catalogNamespaces: [],
    includeNeighbours: false,
    createOperatorGroup: false,
    noApprove: false,
    dryRun: 'none',
    wait: true,
    timeout: 5000,
    ...parts,
  };
}

/** The steps of an answer as `created namespace/harbor-ce-operator`. */
export function linesOf({ steps }: OperationResult): string[] {
  return steps.map(({ object, result }) => `${result} ${object}`);
}

/** The objects of a first install of harbor, as an answer names them. */
export const installed = {
  namespace: `namespace/${harbor}`,
  group: `operatorgroup.operators.coreos.com/${harbor}-og`,
  subscription: `subscription.operators.coreos.com/${harbor}-subs`,
  plan: 'installplan.operators.coreos.com/install-1',
} as const;

/** What a first install of harbor makes itself. */
export const createdLines = [`created ${installed.namespace}`, `created ${installed.group}`, `created ${installed.subscription}`];

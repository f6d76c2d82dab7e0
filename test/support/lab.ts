import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { binariesIn, cacheFolder } from '../../scripts/control-plane/binaries.ts';
import type { AnyObject } from '../../scripts/control-plane/resources.ts';
import { connect } from '../../shared/cluster/connect.ts';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { packageManifests } from '../../shared/model/package-manifest.ts';
import type { Resource } from '../../shared/model/resource.ts';
import { subscriptions } from '../../shared/model/subscription.ts';
import { namespaces } from '../../shared/model/workload.ts';
import { bundle, type Bundle, type BundleSpec } from '../platform/bundles/bundle.ts';
import type { Catalogue } from '../platform/catalogue.ts';
import { openCatalogue } from '../platform/world.ts';
import { sharedCluster } from './shared-clusters.ts';
import { offeringLabel } from './webhook.ts';

/** What a program said, and how it ended. */
export interface Spoken {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** How a program is run besides its words. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Sent this signal as soon as stderr holds this text. */
  readonly interrupt?: { readonly when: string; readonly signal: NodeJS.Signals };
}

/** What a namespace of a lab is like. */
export interface NamespaceOptions {
  /** Whether the law lets catalogues of its own be used, as tests have them; on the platform that is not so. */
  readonly mayOffer?: boolean;
}

/** A corner of the shared cluster for one test file. What a test makes is removed after it. */
export interface Lab {
  /** As `system:masters`. */
  readonly admin: Cluster;
  readonly kubeconfig: string;
  /** A namespace of its own, with a name nobody else uses. */
  namespace(options?: NamespaceOptions): Promise<string>;
  /** A name nobody else uses, for packages and whatever else the cluster knows by name. */
  name(prefix: string): string;
  /** A user who has a role that `deploy/` ships, and nothing else. */
  userWith(role: 'ext-viewer' | 'ext-operator-admin'): Promise<string>;
  /** Serves bundles from a catalogue in this namespace and returns when package-server shows them. */
  offer(namespace: string, ...bundles: readonly Bundle[]): Promise<Catalogue>;
  /** Takes an object of the whole cluster away and returns what puts it back. */
  without(resource: Resource<AnyObject>, name: string): Promise<() => Promise<void>>;
  kubectl(words: readonly string[], options?: RunOptions): Promise<Spoken>;
  /** `kubectl ext …`, by the compiled binary. */
  ext(words: readonly string[], options?: RunOptions): Promise<Spoken>;
}

const binaries = binariesIn(cacheFolder(process.env), process.env);
const dist = join(import.meta.dirname, '..', '..', 'dist');

/** How a test file uses its lab. */
export interface LabOptions {
  /** The kubeconfig, asked for when the tests begin; by default that of the shared cluster. */
  readonly kubeconfigOf?: () => string;
  /** Keep what was made until the last test of the file is over, for tests that look at the same operator. */
  readonly keep?: boolean;
}

/** Opens the lab of a test file; call it at the top of the file. */
export function useLab({ kubeconfigOf = () => sharedCluster().kubeconfig, keep = false }: LabOptions = {}): Lab {
  const undo: (() => Promise<unknown>)[] = [];
  const offering = ['cpaas-system'];
  let admin: Cluster | undefined;
  const cluster = () => admin ?? failed('the lab is used before its tests have begun');
  beforeAll(async () => {
    admin = await connect({ kubeconfig: kubeconfigOf(), env: {}, userAgent: 'kubectl-ext-tests', fieldManager: 'kubectl-ext-tests' });
  });
  const cleanUp = async () => {
    while (undo.length > 0) await undo.pop()?.();
  };
  afterEach(() => (keep ? undefined : cleanUp()));
  afterAll(async () => {
    await cleanUp();
    admin?.close();
  });
  return {
    get admin() {
      return cluster();
    },
    get kubeconfig() {
      return kubeconfigOf();
    },
    name: (prefix) => `${prefix}-${randomBytes(3).toString('hex')}`,
    async namespace({ mayOffer = true } = {}) {
      const name = `test-${randomBytes(4).toString('hex')}`;
      const labels: Record<string, string> = mayOffer ? { [offeringLabel]: '' } : {};
      await cluster().create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
      if (mayOffer) offering.push(name);
      undo.push(() => removeNamespace(cluster(), name));
      return name;
    },
    async userWith(role) {
      const user = `user-${randomBytes(3).toString('hex')}`;
      for (const words of [
        ['apply', '-f', 'deploy/user-roles.yaml'],
        ['create', 'clusterrolebinding', user, `--clusterrole=${role}`, `--user=${user}`],
      ]) {
        await run(binaries.path('kubectl'), words, kubeconfigOf());
      }
      undo.push(() => run(binaries.path('kubectl'), ['delete', 'clusterrolebinding', user], kubeconfigOf()));
      return user;
    },
    async offer(namespace, ...bundles) {
      const catalogue = await openCatalogue(cluster(), { name: `catalog-${randomBytes(3).toString('hex')}`, namespace }, bundles);
      undo.push(() => catalogue.stop());
      await shown(cluster(), bundles);
      return catalogue;
    },
    async without(resource, name) {
      const object = (await cluster().get(resource, name)) ?? failed(`there is no ${name}`);
      await cluster().delete(resource, name);
      const { labels, annotations } = object.metadata;
      return async () => void (await cluster().create(resource, { ...object, metadata: { name, labels, annotations } }));
    },
    kubectl: (words, options) => run(binaries.path('kubectl'), words, kubeconfigOf(), options),
    ext(words, options = {}) {
      const env = { KUBECTL_EXT_CATALOG_NAMESPACES: offering.join(','), ...options.env };
      return run(binaries.path('kubectl'), ['ext', ...words], kubeconfigOf(), { ...options, env });
    },
  };
}

/** Three versions of an operator, each replacing the one before, with whatever a test adds to all of them. */
export function threeVersions(name: string, more: Partial<BundleSpec> = {}): [Bundle, Bundle, Bundle] {
  const version = (number: string, replaces?: string) =>
    bundle({ package: name, version: number, ...(replaces === undefined ? {} : { replaces: `${name}.v${replaces}` }), ...more });
  return [version('1.0.0'), version('1.1.0', '1.0.0'), version('1.2.0', '1.1.0')];
}

/** Asks until the answer is yes, for states that a controller has to reach first. Throws after 20 s. */
export async function until(reached: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await reached())) {
    if (Date.now() > deadline) failed('the state was not reached in 20 s');
    await pause(100);
  }
}

/** Deletes a namespace, its Subscriptions first, and does not wait until it is gone, which takes seconds: nobody uses its name again. */
async function removeNamespace(cluster: Cluster, name: string): Promise<void> {
  for (const { metadata } of await cluster.list(subscriptions, { namespace: name }))
    await cluster.delete(subscriptions, metadata.name, name);
  await cluster.delete(namespaces, name);
}

async function shown(cluster: Cluster, bundles: readonly Bundle[]): Promise<void> {
  const deadline = Date.now() + 30_000;
  const missing = new Set(bundles.map((each) => each.package));
  while (missing.size > 0) {
    if (Date.now() > deadline) failed(`package-server does not show ${[...missing].join(', ')}`);
    for (const { metadata } of await cluster.list(packageManifests)) missing.delete(metadata.name);
    await pause(missing.size === 0 ? 0 : 100);
  }
}

function run(command: string, words: readonly string[], kubeconfig: string, options: RunOptions = {}): Promise<Spoken> {
  const path = [dist, dirname(command), process.env['PATH']].join(delimiter);
  const child = spawn(command, words, { env: { ...process.env, PATH: path, KUBECONFIG: kubeconfig, LANG: 'C.UTF-8', ...options.env } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
    if (options.interrupt !== undefined && stderr.includes(options.interrupt.when)) child.kill(options.interrupt.signal);
  });
  child.stdin.end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ stdout, stderr, code }));
  });
}

function failed(text: string): never {
  throw new Error(text);
}

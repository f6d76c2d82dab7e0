import type { Cluster, JsonPatchOperation } from '../../shared/cluster/cluster.ts';
import { moduleConfigs, type ModuleConfig } from '../../shared/model/module-config.ts';
import { moduleInfoes, moduleNameOf, type ModuleInfo } from '../../shared/model/module-info.ts';
import { moduleLabels, pluginType } from '../../shared/model/module-labels.ts';
import {
  startAdmissionServer,
  webhookAt,
  type AdmissionAddress,
  type AdmissionRequest,
  type AdmissionServer,
  type Verdict,
} from './admission-server.ts';
import { mutatingWebhookConfigurations } from './resources.ts';
import { createOrPatch } from './write.ts';

/** The name of the webhook, as people see it in a denial; the real one is not published. */
const webhookName = 'cluster-transformer.cpaas.io';

/** What a ModuleInfo cannot have its own way: its ModuleConfig decides. */
const overwritten = {
  labels: ['cpaas.io/product'],
  annotations: ['cpaas.io/display-name', 'cpaas.io/module-name'],
} as const;

/**
 * Starts the platform's mutating webhook for ModuleInfos on the loopback address. It reads ModuleConfigs as the user of `cluster`, and
 * answers after `delay` milliseconds at the earliest.
 */
export function startClusterTransformer(cluster: Cluster, { delay = 0 }: { readonly delay?: number } = {}): Promise<AdmissionServer> {
  return startAdmissionServer<ModuleInfo>({ name: webhookName, delay, decide: (request) => decide(cluster, request) });
}

/** Registers the webhook with the API server, or gives an earlier registration the new address. */
export async function registerClusterTransformer(cluster: Cluster, transformer: AdmissionAddress): Promise<void> {
  await createOrPatch(cluster, mutatingWebhookConfigurations, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: webhookName },
    webhooks: [webhookAt(transformer, webhookName, moduleInfoes)],
  });
}

/** Takes the registration back. */
export async function unregisterClusterTransformer(cluster: Cluster): Promise<void> {
  await cluster.delete(mutatingWebhookConfigurations, webhookName);
}

/** What is going is let through: its ModuleConfig may have gone before. The type label is what makes a ModuleInfo one of a plugin. */
async function decide(cluster: Cluster, { object }: AdmissionRequest<ModuleInfo>): Promise<Verdict> {
  const { deletionTimestamp, labels = {} } = object.metadata;
  const module = moduleNameOf(object);
  if (deletionTimestamp !== undefined || module === undefined || labels[moduleLabels.type] !== pluginType) return { allowed: true };
  const name = `${module}-${object.spec.version}`;
  const config = await cluster.get(moduleConfigs, name);
  if (config === null) return { allowed: false, status: { code: 404, message: `moduleconfigs.cluster.alauda.io "${name}" not found` } };
  const patch = [...overwriting(object, config, 'labels'), ...overwriting(object, config, 'annotations')];
  if (patch.length === 0) return { allowed: true };
  return { allowed: true, patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(patch)).toString('base64') };
}

/** What the ModuleConfig does not have stays as it is. */
function overwriting(info: ModuleInfo, config: ModuleConfig, field: keyof typeof overwritten): JsonPatchOperation[] {
  const { [field]: own = {} } = info.metadata;
  const { [field]: source = {} } = config.metadata;
  const changed = overwritten[field].flatMap((key) => {
    const value = source[key];
    return value === undefined || value === own[key] ? [] : [[key, value] as const];
  });
  return changed.length === 0 ? [] : [{ op: 'add', path: `/metadata/${field}`, value: { ...own, ...Object.fromEntries(changed) } }];
}

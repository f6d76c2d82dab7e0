import jsonPatch from 'fast-json-patch';
import { stringify } from 'yaml';
import { webhookManifests } from '../../shared/plan/webhook/index.ts';
import { usualWish, type Manifest, type WebhookWish } from '../../shared/plan/webhook/manifest.ts';
import { webhookMonitoring } from '../../shared/plan/webhook/monitoring.ts';

const note = '# Made by `npm run docs` from shared/plan/webhook.\n';

/** The manifests of the webhook below `deploy/`: the base for the global cluster, the overlays as patches of it, and what Prometheus needs. */
export function webhookFiles(): [path: string, text: string][] {
  const base = webhookManifests(usualWish);
  return [
    ...Object.entries(base).map(([name, objects]): [string, string] => [`deploy/base/${name}.yaml`, documents(objects)]),
    ['deploy/base/kustomization.yaml', kustomization({ resources: Object.keys(base).map((name) => `${name}.yaml`) })],
    ...overlay('workload', { ...usualWish, role: 'workload' }),
    ...overlay('ha', { ...usualWish, replicas: 3 }),
    ...overlay('own-secret', { ...usualWish, tls: 'secret' }),
    ...overlay('cert-manager', { ...usualWish, tls: 'cert-manager' }),
    ...overlay('workload-own-secret', { ...usualWish, role: 'workload', tls: 'secret' }, onWorkload),
    ...overlay('workload-cert-manager', { ...usualWish, role: 'workload', tls: 'cert-manager' }, onWorkload),
    ['deploy/monitoring/monitoring.yaml', documents(webhookMonitoring())],
    ['deploy/monitoring/kustomization.yaml', note + yaml({ ...component, resources: ['monitoring.yaml'] })],
  ];
}

/** What an overlay changes: a folder as it sees it, and what that is. */
interface Base {
  readonly folder: string;
  readonly wish: WebhookWish;
}

const onBase: Base = { folder: '../../base', wish: usualWish };
const onWorkload: Base = { folder: '../workload', wish: { ...usualWish, role: 'workload' } };

/** An overlay that turns something into what another wish would be. */
function overlay(name: string, wish: WebhookWish, on: Base = onBase): [path: string, text: string][] {
  const [base, wanted] = [on.wish, wish].map((each) => Object.values(webhookManifests(each)).flat());
  if (base === undefined || wanted === undefined) return [];
  const added = wanted.filter((object) => base.every((other) => keyOf(other) !== keyOf(object)));
  const patches = base.flatMap((object) =>
    patchFor(
      object,
      wanted.find((other) => keyOf(other) === keyOf(object)),
    ),
  );
  const folder = `deploy/overlays/${name}`;
  const resources = [on.folder, ...(added.length > 0 ? ['added.yaml'] : [])];
  return [
    [`${folder}/kustomization.yaml`, kustomization({ resources, patches })],
    ...(added.length > 0 ? [[`${folder}/added.yaml`, documents(added)] satisfies [string, string]] : []),
  ];
}

function patchFor(base: Manifest, wanted: Manifest | undefined): object[] {
  const { apiVersion, kind, metadata } = base;
  const [version, group] = apiVersion.split('/').toReversed();
  const target = { ...(group !== undefined && { group }), version, kind, name: metadata.name };
  if (wanted === undefined) return [{ target, patch: yaml({ apiVersion, kind, metadata, $patch: 'delete' }) }];
  const operations = operationsFor(base, wanted);
  return operations.length === 0 ? [] : [{ target, patch: yaml(operations) }];
}

/** Rules are replaced as a whole: nobody could read how one list of them becomes another. */
function operationsFor(base: Manifest, wanted: Manifest): readonly object[] {
  const differs = JSON.stringify(base['rules']) !== JSON.stringify(wanted['rules']);
  const rest = jsonPatch.compare({ ...base, rules: undefined }, { ...wanted, rules: undefined });
  return differs ? [...rest, { op: 'replace', path: '/rules', value: wanted['rules'] }] : rest;
}

/** What an object is to whoever applies it. */
export function keyOf({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.name}`;
}

/** What an installation may add to itself. */
const component = { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component' };

function kustomization(parts: object): string {
  const object = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', ...parts };
  return note + yaml(object);
}

/** Without anchors, which people do not expect in manifests. */
export function yaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}

function documents(objects: readonly Manifest[]): string {
  return note + objects.map((object) => yaml(object)).join('---\n');
}

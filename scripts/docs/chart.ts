import { isDeepStrictEqual } from 'node:util';
import { webhookManifests } from '../../shared/plan/webhook/index.ts';
import { usualWish, type Manifest } from '../../shared/plan/webhook/manifest.ts';
import { monitoringLabels, monitoringNamespaces, webhookMonitoring } from '../../shared/plan/webhook/monitoring.ts';
import type { PlatformRole } from '../../shared/policy/rule.ts';
import { keyOf, yaml } from './manifests.ts';

const folder = 'deploy/chart/templates/webhook';
const note = '{{- /* Made by `npm run docs` from shared/plan/webhook. */}}\n';

/** The templates of the Helm chart that are made: the manifests for both roles in one text, with values where an installation may choose. */
export function chartFiles(): [path: string, text: string][] {
  const parts = (role: PlatformRole) => webhookManifests({ ...usualWish, role, pullSecret: 'any' });
  const workload = parts('workload');
  // The namespace is the one of the release, which Helm has before it looks at a template.
  const { '00-namespace': _, ...global } = parts('global');
  return [
    ...Object.entries(global).map(([name, objects]): [string, string] => [
      `${folder}/${name}.yaml`,
      note + template(forBoth(withValues(objects), withValues(workload[name] ?? []))),
    ]),
    [
      `${folder}/60-monitoring.yaml`,
      `${note}{{- if .Values.monitoring.enabled }}\n${template(withValues(webhookMonitoring()))}{{- end }}\n`,
    ],
  ];
}

/** A list for both roles: what is in one of them only stands between texts that open and close a condition. */
function forBoth(global: readonly unknown[], workload: readonly unknown[]): unknown[] {
  const parts: { readonly role?: PlatformRole; readonly element: unknown }[] = [
    ...global.map((element) => {
      const twin = workload.find((other) => isSame(element, other));
      return twin === undefined ? { role: 'global' as const, element } : { element: merged(element, twin) };
    }),
    ...workload
      .filter((element) => global.every((other) => !isSame(element, other)))
      .map((element) => ({ role: 'workload' as const, element })),
  ];
  return parts.flatMap(({ role, element }, index) => [
    ...(role !== undefined && parts[index - 1]?.role !== role ? [`⟦- if eq .Values.role "${role}" ⟧`] : []),
    element,
    ...(role !== undefined && parts[index + 1]?.role !== role ? ['⟦- end ⟧'] : []),
  ]);
}

/** One value for both roles. Throws where they differ in anything but elements of lists, for which the chart has no words. */
function merged(global: unknown, workload: unknown): unknown {
  if (isDeepStrictEqual(global, workload)) return global;
  if (Array.isArray(global) && Array.isArray(workload)) return forBoth(global, workload);
  if (!isObject(global) || !isObject(workload) || !isDeepStrictEqual(Object.keys(global), Object.keys(workload))) {
    throw new Error(`the roles differ:\n${yaml([global, workload])}`);
  }
  return Object.fromEntries(Object.entries(global).map(([key, value]) => [key, merged(value, workload[key])]));
}

/** Objects by what they are called, everything else by what it holds. */
function isSame(one: unknown, other: unknown): boolean {
  return isManifest(one) && isManifest(other) ? keyOf(one) === keyOf(other) : isDeepStrictEqual(one, other);
}

function isManifest(value: unknown): value is Manifest {
  return isObject(value) && 'kind' in value && 'metadata' in value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Puts the values of the chart in the places of what they replace. `⟦? … ⟧` leaves its field out where the value is empty. */
function withValues(objects: readonly Manifest[]): Manifest[] {
  return JSON.parse(JSON.stringify(objects), (key, part: unknown) => {
    if (isDeepStrictEqual(part, monitoringNamespaces)) return '⟦ toJson .Values.monitoring.namespaces ⟧';
    if (isDeepStrictEqual(part, monitoringLabels)) return '⟦ toJson .Values.monitoring.labels ⟧';
    return typeof part === 'string' && part.startsWith('--role=') ? '--role=⟦ .Values.role ⟧' : (fields[key] ?? part);
  }) as Manifest[];
}

const fields: Readonly<Record<string, string>> = {
  image: '⟦ .Values.image | quote ⟧',
  imagePullSecrets: '⟦? toJson .Values.imagePullSecrets ⟧',
  replicas: '⟦ .Values.replicas ⟧',
  validationActions: '⟦ toJson .Values.policies.actions ⟧',
};

/** Objects as Helm reads them. What was in braces before is meant for somebody else. */
function template(objects: readonly unknown[]): string {
  const text = objects.map((object) => (typeof object === 'string' ? `${object}\n` : `---\n${yaml(object)}`)).join('');
  return (
    text
      .replaceAll('{{', '{{ "{{" }}')
      // An element of a list that opens or closes a condition.
      .replaceAll(/^( *)- (["']?)⟦(-.*)⟧\2$/gm, '$1{{$3}}')
      // A field that may be missing.
      .replaceAll(/^( *)(\w+): (["']?)⟦\? (.*?)(\.\S+) ⟧\3$/gm, '$1{{- with $5 }}\n$1$2: {{ $4. }}\n$1{{- end }}')
      // A field that is a value; in quotes every value would be text.
      .replaceAll(/^(.*: )(["']?)⟦(.*)⟧\2$/gm, '$1{{$3}}')
      .replaceAll('⟦', '{{')
      .replaceAll('⟧', '}}')
  );
}

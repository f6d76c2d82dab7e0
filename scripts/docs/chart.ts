import { isDeepStrictEqual } from 'node:util';
import { webhookManifests } from '../../shared/plan/webhook/index.ts';
import { usualWish, type Manifest, type TlsMode, type WebhookWish } from '../../shared/plan/webhook/manifest.ts';
import { monitoringLabels, monitoringNamespaces, webhookMonitoring } from '../../shared/plan/webhook/monitoring.ts';
import type { PlatformRole } from '../../shared/policy/rule.ts';
import { keyOf, yaml } from './manifests.ts';

const folder = 'deploy/chart/templates/webhook';
const note = '{{- /* Made by `npm run docs` from shared/plan/webhook. */}}\n';

/** What a text is for: all of it that is not a value of the chart. */
type Variant = Pick<WebhookWish, 'role' | 'tls'>;

/** Something in each of the variants that have it. */
type Versions<T = unknown> = ReadonlyMap<Variant, T>;

const roles: readonly PlatformRole[] = ['global', 'workload'];
const modes: readonly TlsMode[] = ['own', 'secret', 'cert-manager'];
const variants = roles.flatMap((role) => modes.map((tls): Variant => ({ role, tls })));

/** The templates of the Helm chart that are made: the manifests of all variants in one text, with values where an installation may choose. */
export function chartFiles(): [path: string, text: string][] {
  const all = variants.map(
    (variant) => [variant, webhookManifests({ ...usualWish, ...variant, pullSecret: 'any', caBundle: 'any' })] as const,
  );
  // The namespace is the one of the release, which Helm has before it looks at a template.
  const names = [...new Set(all.flatMap(([, parts]) => Object.keys(parts)))].filter((name) => name !== '00-namespace');
  return [
    ...names.map((name): [string, string] => {
      const lists = new Map(all.map(([variant, parts]) => [variant, withValues(parts[name] ?? [])]));
      return [`${folder}/${name}.yaml`, note + template(mergedLists(lists))];
    }),
    [
      `${folder}/60-monitoring.yaml`,
      `${note}{{- if .Values.monitoring.enabled }}\n${template(withValues(webhookMonitoring()))}{{- end }}\n`,
    ],
  ];
}

/** One value for all variants. Throws where they differ in anything but elements of lists and fields, for which the chart has no words. */
function merged(versions: Versions): unknown {
  const [first, ...others] = versions.values();
  if (others.every((other) => isDeepStrictEqual(first, other))) return first;
  if (isVersionsOf(versions, Array.isArray)) return mergedLists(versions);
  if (isVersionsOf(versions, isObject)) return mergedObjects(versions);
  throw new Error(`the variants differ:\n${yaml([...versions.values()])}`);
}

/** A list for all variants: what is in some of them only stands between texts that open and close a condition. */
function mergedLists(versions: Versions<readonly unknown[]>): unknown[] {
  const elements: Map<Variant, unknown>[] = [];
  for (const [variant, list] of versions) {
    for (const element of list) {
      const twin = elements.find((each) => [...each.values()].some((other) => isSame(element, other)));
      if (twin === undefined) elements.push(new Map([[variant, element]]));
      else twin.set(variant, element);
    }
  }
  const parts = elements.map((each) => ({ element: merged(each), condition: conditionOf(each, versions) }));
  return parts.flatMap(({ element, condition }, index) => [
    ...(condition !== undefined && parts[index - 1]?.condition !== condition ? [`⟦- if ${condition} ⟧`] : []),
    element,
    ...(condition !== undefined && parts[index + 1]?.condition !== condition ? ['⟦- end ⟧'] : []),
  ]);
}

/** An object for all variants: like a list, but of fields, and no two fields have one name. */
function mergedObjects(versions: Versions<Record<string, unknown>>): Record<string, unknown> {
  const keys = [...new Set([...versions.values()].flatMap((each) => Object.keys(each)))];
  const fieldsOf = (key: string): [string, unknown][] => {
    const having = new Map([...versions].flatMap(([variant, each]) => (key in each ? [[variant, each[key]] as const] : [])));
    const condition = conditionOf(having, versions);
    const field: [string, unknown] = [key, merged(having)];
    return condition === undefined ? [field] : [[`⟦- if ${condition} ⟧#${key}`, null], field, [`⟦- end ⟧#${key}`, null]];
  };
  return Object.fromEntries(keys.flatMap(fieldsOf));
}

/** What tells some variants from the others, undefined where there are none. Throws for what cannot be said of role and mode one by one. */
function conditionOf(some: Versions, among: Versions): string | undefined {
  if (some.size === among.size) return undefined;
  const [role, tls] = (['role', 'tls'] as const).map((key) => termFor(key, valuesIn(some, key), valuesIn(among, key)));
  const isProduct = valuesIn(some, 'role').length * valuesIn(some, 'tls').length === some.size;
  if (!isProduct) throw new Error(`no words for ${JSON.stringify([...some.keys()])}`);
  return role !== undefined && tls !== undefined ? `and (${role}) (${tls})` : (role ?? tls);
}

function termFor(key: keyof Variant, some: readonly string[], among: readonly string[]): string | undefined {
  const value = { role: '.Values.role', tls: '.Values.tls.mode' }[key];
  const [other] = among.filter((each) => !some.includes(each));
  if (other === undefined) return undefined;
  return some.length === 1 ? `eq ${value} "${some[0]}"` : `ne ${value} "${other}"`;
}

function valuesIn(versions: Versions, key: keyof Variant): string[] {
  return [...new Set([...versions.keys()].map((variant) => variant[key]))];
}

function isVersionsOf<T>(versions: Versions, is: (value: unknown) => value is T): versions is Versions<T> {
  return [...versions.values()].every(is);
}

/** Objects, and parts of them that have names, by what they are called, everything else by what it holds. */
function isSame(one: unknown, other: unknown): boolean {
  if (isManifest(one) && isManifest(other)) return keyOf(one) === keyOf(other);
  return isNamed(one) && isNamed(other) ? one['name'] === other['name'] : isDeepStrictEqual(one, other);
}

function isNamed(value: unknown): value is Record<string, unknown> {
  return isObject(value) && typeof value['name'] === 'string';
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
  caBundle: '⟦? .Values.tls.caBundle ⟧',
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
      // The same of a field.
      .replaceAll(/^( *)(["']?)⟦(-.*?)⟧#\w+\2: null$/gm, '$1{{$3}}')
      // A field that may be missing.
      .replaceAll(/^( *)(\w+): (["']?)⟦\? (.*?)(\.\S+) ⟧\3$/gm, '$1{{- with $5 }}\n$1$2: {{ $4. }}\n$1{{- end }}')
      // A field that is a value; in quotes every value would be text.
      .replaceAll(/^(.*: )(["']?)⟦(.*)⟧\2$/gm, '$1{{$3}}')
      .replaceAll('⟦', '{{')
      .replaceAll('⟧', '}}')
  );
}

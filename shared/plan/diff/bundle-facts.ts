import type { BundleContent } from '../../model/bundle-content.ts';
import { listAt, textAt, valueAt } from '../../model/loose.ts';
import type { Fact } from './facts.ts';

/** What a bundle says besides the metadata of its package: how it is reached, its APIs, its rights, what it depends on. */
export function bundleFacts({ manifests, dependencies }: BundleContent): Fact[] {
  const ofKind = (kind: string) => manifests.filter((each) => textAt(each, 'kind') === kind);
  return [
    ...ofKind('ClusterServiceVersion').flatMap(csvFacts),
    ...ofKind('CustomResourceDefinition').map(apiFact),
    ...dependencies.map(dependencyFact),
  ];
}

function csvFacts(csv: unknown): Fact[] {
  const replaces = textAt(csv, 'spec', 'replaces');
  const range = textAt(csv, 'metadata', 'annotations', 'olm.skipRange');
  return [
    ...(replaces === undefined ? [] : [{ what: 'upgrade' as const, object: 'replaces', value: replaces }]),
    ...textsAt(csv, 'spec', 'skips').map((value) => ({ what: 'upgrade' as const, object: 'skips', value })),
    ...(range === undefined ? [] : [{ what: 'upgrade' as const, object: 'skipRange', value: range }]),
    ...permissionFacts('namespace', listAt(csv, 'spec', 'install', 'spec', 'permissions')),
    ...permissionFacts('cluster', listAt(csv, 'spec', 'install', 'spec', 'clusterPermissions')),
  ];
}

function apiFact(crd: unknown): Fact {
  const value = listAt(crd, 'spec', 'versions').map(versionText).join(', ');
  return { what: 'api', object: textAt(crd, 'metadata', 'name') ?? '<unnamed>', value };
}

function versionText(version: unknown): string {
  const served = valueAt(version, 'served') === false ? ' (not served)' : '';
  const stored = valueAt(version, 'storage') === true ? ' (stored)' : '';
  return `${textAt(version, 'name') ?? '<unnamed>'}${served}${stored}`;
}

function dependencyFact(dependency: unknown): Fact {
  return {
    what: 'dependency',
    object: textAt(dependency, 'type') ?? '<unnamed>',
    value: JSON.stringify(valueAt(dependency, 'value') ?? null),
  };
}

/** One fact for each account, resource and verb, so that rules that are cut in another way make no difference. */
function permissionFacts(scope: 'namespace' | 'cluster', accounts: readonly unknown[]): Fact[] {
  return accounts.flatMap((account) => {
    const holder = `${scope} ${textAt(account, 'serviceAccountName') ?? '<unnamed>'}`;
    return listAt(account, 'rules').flatMap((rule) =>
      targetsOf(rule).flatMap((target) =>
        textsAt(rule, 'verbs').map((value) => ({ what: 'permission' as const, object: `${holder} ${target}`, value })),
      ),
    );
  });
}

/** `deployments.apps`, `secrets tls` for one by its name, `/metrics`. */
function targetsOf(rule: unknown): string[] {
  const names = textsAt(rule, 'resourceNames');
  const groups = listAt(rule, 'apiGroups').filter((group) => typeof group === 'string');
  const kinds = groups.flatMap((group) => textsAt(rule, 'resources').map((resource) => (group === '' ? resource : `${resource}.${group}`)));
  const named = names.length === 0 ? kinds : kinds.flatMap((kind) => names.map((name) => `${kind} ${name}`));
  return [...named, ...textsAt(rule, 'nonResourceURLs')];
}

function textsAt(data: unknown, ...path: readonly string[]): string[] {
  return listAt(data, ...path).flatMap((item) => (typeof item === 'string' && item !== '' ? [item] : []));
}

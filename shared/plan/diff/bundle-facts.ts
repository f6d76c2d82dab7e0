import type { AccountPermissions, BundleContent, PolicyRule } from '../../model/bundle-content.ts';
import type { Fact } from './facts.ts';

/** The annotation of a CSV that names the versions it can be reached from. */
const skipRange = 'olm.skipRange';

/** What a bundle says besides its metadata: how it is reached, its APIs, its rights, what it depends on. */
export function bundleFacts({ csv, crds, dependencies }: BundleContent): Fact[] {
  const { replaces, skips = [], install } = csv.spec;
  const range = csv.metadata.annotations?.[skipRange];
  return [
    ...(replaces === undefined ? [] : [{ what: 'upgrade' as const, object: 'replaces', value: replaces }]),
    ...skips.map((value) => ({ what: 'upgrade' as const, object: 'skips', value })),
    ...(range === undefined ? [] : [{ what: 'upgrade' as const, object: 'skipRange', value: range }]),
    ...crds.map(({ metadata, spec }) => ({
      what: 'api' as const,
      object: metadata.name,
      value: (spec.versions ?? []).map(versionText).join(', '),
    })),
    ...permissionFacts('namespace', install?.spec?.permissions),
    ...permissionFacts('cluster', install?.spec?.clusterPermissions),
    ...dependencies.map(({ type, value }) => ({ what: 'dependency' as const, object: type, value: JSON.stringify(value) })),
  ];
}

function versionText({ name, served, storage }: { name: string; served?: boolean; storage?: boolean }): string {
  return `${name}${served === false ? ' (not served)' : ''}${storage === true ? ' (stored)' : ''}`;
}

/** One fact for each account, resource and verb, so that rules that are cut in another way make no difference; verbs of one resource come together again. */
function permissionFacts(scope: 'namespace' | 'cluster', accounts: readonly AccountPermissions[] = []): Fact[] {
  return accounts.flatMap(({ serviceAccountName, rules = [] }) =>
    rules.flatMap((rule) =>
      targetsOf(rule).flatMap((target) =>
        (rule.verbs ?? []).map((value) => ({ what: 'permission' as const, object: `${scope} ${serviceAccountName} ${target}`, value })),
      ),
    ),
  );
}

/** `deployments.apps`, `secrets/tls` for one by its name, `/metrics`. */
function targetsOf({ apiGroups = [''], resources = [], resourceNames = [], nonResourceURLs = [] }: PolicyRule): string[] {
  const kinds = apiGroups.flatMap((group) => resources.map((resource) => (group === '' ? resource : `${resource}.${group}`)));
  const named = resourceNames.length === 0 ? kinds : kinds.flatMap((kind) => resourceNames.map((name) => `${kind} ${name}`));
  return [...named, ...nonResourceURLs];
}

import type { KubeObject } from '../../../shared/model/object.ts';
import type { GroupVersionKind, Property } from '../registry-protocol.ts';
import { customResourceDefinition, defaultApi, type Api, type RequiredApi } from './api.ts';
import { clusterServiceVersion, type InstallMode, type PolicyRule } from './csv.ts';

/** How the content of a bundle that lies in an image gets into the cluster: as plain text, packed, or not at all. */
export type UnpackMode = 'plain' | 'gzip' | 'never';

/** A package that a bundle cannot do without, in a range of versions. */
export interface RequiredPackage {
  readonly package: string;
  readonly range: string;
}

/** What a test says of a bundle; everything but package and version has a default. */
export interface BundleSpec {
  readonly package: string;
  readonly version: string;
  /** `<package>.v<version>` when absent. */
  readonly csvName?: string;
  readonly channels?: readonly string[];
  /** The first of the channels when absent. */
  readonly defaultChannel?: string;
  /** The name of the CSV that this one follows. */
  readonly replaces?: string;
  readonly skips?: readonly string[];
  readonly skipRange?: string;
  readonly displayName?: string;
  readonly provider?: string;
  /** Annotations of the CSV; OLM copies them to the pods of its deployments. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly installModes?: readonly InstallMode[];
  /** The image of the deployment; one that contains `/fail-never-ready` and the like fails that way. */
  readonly image?: string;
  readonly progressDeadlineSeconds?: number;
  /** Rights in its own namespace, and everywhere. OLM installs a bundle without any much faster. */
  readonly permissions?: readonly PolicyRule[];
  readonly clusterPermissions?: readonly PolicyRule[];
  readonly api?: Api;
  readonly requires?: readonly (RequiredApi | RequiredPackage)[];
  /** Puts the content into an image, which OLM has to unpack, instead of into the catalogue. */
  readonly unpack?: UnpackMode;
}

/** One version of an operator, as a catalogue serves it. */
export interface Bundle {
  readonly package: string;
  readonly channels: readonly string[];
  readonly defaultChannel: string;
  readonly csvName: string;
  readonly version: string;
  readonly replaces: string | undefined;
  readonly skips: readonly string[];
  readonly skipRange: string | undefined;
  readonly csvJson: string;
  /** The manifests, JSON, the CSV first. */
  readonly objects: readonly string[];
  /** The image that holds the content; undefined where the catalogue itself does. */
  readonly bundlePath: string | undefined;
  readonly providedApis: readonly GroupVersionKind[];
  readonly requiredApis: readonly GroupVersionKind[];
  readonly dependencies: readonly Property[];
  readonly properties: readonly Property[];
}

const usualModes: readonly InstallMode[] = ['OwnNamespace', 'SingleNamespace', 'AllNamespaces'];

/** Makes a bundle: small, but complete enough for OLM to install it. */
export function bundle(spec: BundleSpec): Bundle {
  const { package: name, version, channels = ['stable'], skips = [], replaces, skipRange, api = defaultApi(spec.package) } = spec;
  const csvName = spec.csvName ?? `${name}.v${version}`;
  const requires = spec.requires ?? [];
  const requiredApis = requires.filter((one) => 'kind' in one);
  const requiredPackages = requires.filter((one) => 'package' in one);
  const objects = manifests(spec, { csvName, api, requiredApis });
  const providedApis = api.versions.map((served) => ({ group: api.group, version: served.name, kind: api.kind }));
  return {
    package: name,
    channels,
    defaultChannel: spec.defaultChannel ?? channels[0] ?? 'stable',
    csvName,
    version,
    replaces,
    skips,
    skipRange,
    csvJson: objects[0] ?? '',
    objects,
    bundlePath: spec.unpack && `registry.example.com/unpack-${spec.unpack}/${name}-bundle:v${version}`,
    providedApis,
    requiredApis: requiredApis.map(gvk),
    dependencies: [
      ...requiredApis.map((one) => property('olm.gvk', gvk(one))),
      ...requiredPackages.map((one) => property('olm.package', { packageName: one.package, version: one.range })),
    ],
    properties: [
      ...providedApis.map((provided) => property('olm.gvk', gvk(provided))),
      ...requiredApis.map((one) => property('olm.gvk.required', gvk(one))),
      property('olm.package', { packageName: name, version }),
      ...requiredPackages.map((one) => property('olm.package.required', { packageName: one.package, versionRange: one.range })),
    ],
  };
}

/** How a bundle image is to be unpacked, which its path tells. */
export function unpackModeOf(path: string): UnpackMode {
  const modes: UnpackMode[] = ['plain', 'never'];
  return modes.find((mode) => path.includes(`/unpack-${mode}/`)) ?? 'gzip';
}

function manifests(spec: BundleSpec, parts: { csvName: string; api: Api; requiredApis: readonly RequiredApi[] }): string[] {
  const { package: name, version, displayName = name, provider = 'Example', skipRange, skips = [] } = spec;
  const objects: KubeObject[] = [
    clusterServiceVersion({
      ...parts,
      package: name,
      version,
      replaces: spec.replaces,
      skips,
      displayName,
      provider,
      annotations: { ...spec.annotations, ...(skipRange !== undefined && { 'olm.skipRange': skipRange }) },
      installModes: spec.installModes ?? usualModes,
      image: spec.image ?? `registry.example.com/${name}:v${version}`,
      progressDeadlineSeconds: spec.progressDeadlineSeconds,
      permissions: spec.permissions ?? [],
      clusterPermissions: spec.clusterPermissions ?? [],
    }),
    customResourceDefinition(parts.api),
  ];
  return objects.map((object) => JSON.stringify(object));
}

/** The real server tells no plural. */
function gvk({ group, version, kind }: GroupVersionKind): GroupVersionKind {
  return { group, kind, version };
}

function property(type: string, value: unknown): Property {
  return { type, value: JSON.stringify(value) };
}

import { providerTypeAnnotation, providerTypes } from './assumptions.ts';
import type { InstallMode } from './cluster-service-version.ts';
import type { KubeObject } from './object.ts';
import type { Resource } from './resource.ts';

/** What package-server tells about a package of a catalogue. It can be read and listed, never watched. */
export interface PackageManifest extends KubeObject {
  apiVersion: 'packages.operators.coreos.com/v1';
  kind: 'PackageManifest';
  status: {
    packageName: string;
    catalogSource: string;
    catalogSourceNamespace: string;
    defaultChannel: string;
    channels: PackageChannel[];
  };
}

/** One channel: its head and all versions that can be installed from it, newest first. */
export interface PackageChannel {
  name: string;
  currentCSV: string;
  currentCSVDesc?: {
    displayName?: string;
    version?: string;
    annotations?: Record<string, string>;
    installModes?: InstallMode[];
  };
  entries?: ChannelEntry[];
}

/** One version of a package in a channel; `name` is the CSV's. */
export interface ChannelEntry {
  name: string;
  version?: string;
}

export const packageManifests: Resource<PackageManifest> = {
  group: 'packages.operators.coreos.com',
  version: 'v1',
  plural: 'packagemanifests',
  kind: 'PackageManifest',
  namespaced: true,
};

/** The suggested namespace of an operator, an annotation of its CSVs. */
export const suggestedNamespaceAnnotation = 'operatorframework.io/suggested-namespace';

/** A channel by name, the default one where the name is absent or empty, or undefined where the package has none such. */
export function channelOf({ status }: PackageManifest, name: string | undefined): PackageChannel | undefined {
  return status.channels.find((channel) => channel.name === (name || status.defaultChannel));
}

/** The publisher's mark on the heads of the channels; undefined where none of them carries one. */
export function providerType({ status }: PackageManifest): string | undefined {
  const marks = status.channels.map(({ currentCSVDesc }) => currentCSVDesc?.annotations?.[providerTypeAnnotation]);
  return marks.find((mark) => mark === providerTypes.alauda) ?? marks.find((mark) => mark !== undefined);
}

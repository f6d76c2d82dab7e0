import type { Cluster } from '../cluster/cluster.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { channelOf, packageManifests, type ChannelEntry, type PackageChannel, type PackageManifest } from '../model/package-manifest.ts';
import { plainVersion } from '../model/version.ts';
import { nearest } from '../model/nearest.ts';

/**
 * Finds the package of an operator. Always by LIST: a GET by name returns any one of two catalogues' packages and hides the other.
 * Throws `not-found` with the nearest names, `usage` where two catalogues have it and none was chosen.
 */
export async function findPackage(cluster: Cluster, { name, catalog }: { name: string; catalog?: string }): Promise<PackageManifest> {
  const all = await cluster.list(packageManifests, { fieldSelector: `metadata.name=${name}` });
  const found = distinct(all).filter(({ status }) => catalog === undefined || status.catalogSource === catalog);
  const [manifest, second] = found;
  if (second !== undefined) {
    const catalogs = found.map(({ status }) => status.catalogSource);
    throw new ExtError('usage', message('package.two-catalogs', { name, catalogs }), {
      hints: [message('package.two-catalogs.hint')],
    });
  }
  if (manifest !== undefined) return manifest;
  const [elsewhere] = all;
  if (elsewhere !== undefined) {
    throw new ExtError(
      'not-found',
      message('package.not-in-catalog', { name, catalog: catalog ?? '', catalogs: all.map(({ status }) => status.catalogSource) }),
    );
  }
  const names = (await cluster.list(packageManifests)).map(({ status }) => status.packageName);
  throw new ExtError('not-found', message('package.not-found', { name }), {
    ...(names.length === 0 ? {} : { because: message('package.not-found.nearest', { names: nearest(name, names) }) }),
    hints: ['kubectl ext list --available'],
  });
}

/** package-server shows a global catalogue's package in every namespace that is asked about: one of each catalogue is enough. */
function distinct(manifests: readonly PackageManifest[]): PackageManifest[] {
  const byCatalog = new Map(
    manifests.map((manifest) => [`${manifest.status.catalogSourceNamespace}/${manifest.status.catalogSource}`, manifest]),
  );
  return [...byCatalog.values()];
}

/**
 * Chooses the channel and the version: those named, else the default channel and its head. A version is named by its CSV or by its number,
 * with or without a leading `v`, and has to be equal: v2.12.1 is not v2.12.11.
 * Throws `not-found` with what there is.
 */
export function chooseVersion(
  manifest: PackageManifest,
  { channel: wanted, version }: { channel?: string; version?: string },
): { channel: PackageChannel; entry: ChannelEntry } {
  const name = manifest.status.packageName;
  const channel = channelOf(manifest, wanted);
  if (channel === undefined) {
    throw new ExtError('not-found', message('package.no-channel', { name, channel: wanted ?? manifest.status.defaultChannel }), {
      path: 'spec.channel',
      because: message('package.channels', { channels: manifest.status.channels.map((each) => each.name) }),
      hints: [`kubectl ext versions ${name}`],
    });
  }
  const entries = channel.entries ?? [{ name: channel.currentCSV, version: channel.currentCSVDesc?.version }];
  const entry = entries.find((each) => (version === undefined ? each.name === channel.currentCSV : isNamed(each, version)));
  if (entry !== undefined) return { channel, entry };
  const all = entries.map((each) => each.version ?? each.name);
  const versions = [...new Set([...nearest(version ?? '', all), ...all])].slice(0, offered);
  throw new ExtError('not-found', message('package.no-version', { name, channel: channel.name, version: version ?? channel.currentCSV }), {
    path: 'spec.startingCSV',
    because: message('package.versions', { versions }),
    hints: [`kubectl ext versions ${name}`],
  });
}

/** How many versions an error offers: the nearest, then the newest. */
const offered = 5;

function isNamed(entry: ChannelEntry, version: string): boolean {
  return entry.name === version || (entry.version !== undefined && plainVersion(entry.version) === plainVersion(version));
}

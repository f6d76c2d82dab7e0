import { type ChannelEntry, type PackageChannel } from '../model/package-manifest.ts';
import { subscriptions, type Subscription } from '../model/subscription.ts';
import type { ActionContext } from './context.ts';
import { chooseVersion, findPackage } from './find-package.ts';
import { tryListInReach } from './observe.ts';
import type { ExtensionVersion, VersionList } from './result.ts';

/** What `versions` was asked for. */
export interface VersionsOptions {
  readonly name: string;
  readonly channel?: string;
  readonly catalog?: string;
}

/** The channels of a package and the versions that can be installed from each, newest first as the catalogue orders them. */
export async function listVersions(options: VersionsOptions, context: ActionContext): Promise<VersionList> {
  const cluster = await context.cluster();
  const [manifest, subs] = await Promise.all([findPackage(cluster, options), tryListInReach(cluster, subscriptions)]);
  const own = (subs ?? []).filter(({ spec }) => spec.name === manifest.status.packageName);
  const channels = options.channel === undefined ? manifest.status.channels : [chooseVersion(manifest, options).channel];
  const items = channels.flatMap((channel) => (channel.entries ?? []).map((entry) => versionRow(channel, entry, own)));
  return { apiVersion: 'ext.cpaas.io/v1', kind: 'VersionList', items, errors: [], warnings: [] };
}

function versionRow(channel: PackageChannel, entry: ChannelEntry, own: readonly Subscription[]): ExtensionVersion {
  const marks: ExtensionVersion['marks'][number][] = [];
  if (entry.name === channel.currentCSV) marks.push('head');
  if (own.some(({ status }) => status?.installedCSV === entry.name)) marks.push('installed');
  if (own.some(({ status }) => status?.state === 'UpgradePending' && status.currentCSV === entry.name)) marks.push('pending');
  return { channel: channel.name, name: entry.name, version: entry.version ?? '', marks };
}

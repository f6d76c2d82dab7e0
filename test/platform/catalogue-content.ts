import type { Bundle } from './bundles/bundle.ts';
import type { WireBundle, WirePackage } from './registry-protocol.ts';

/** What a catalogue holds, in the form in which it is asked for. A name that is not there throws. */
export interface CatalogueContent {
  readonly packages: readonly WirePackage[];
  /** Each bundle once for each of its channels. */
  readonly bundles: readonly WireBundle[];
  packageNamed(name: string): WirePackage;
  /** One bundle; without a name, the head of the channel. */
  bundle(packageName: string, channel: string, csvName?: string): WireBundle;
}

/** Arranges bundles by package and channel. Throws when a channel has no head, or several. */
export function catalogueContent(bundles: readonly Bundle[]): CatalogueContent {
  const byPackage = Map.groupBy(bundles, (bundle) => bundle.package);
  const packages = [...byPackage].map(([name, members]) => packageOf(name, members));
  const onWire = bundles.flatMap((bundle) => bundle.channels.map((channel) => wireBundle(bundle, channel)));
  const packageNamed = (name: string) =>
    present(
      packages.find((one) => one.name === name),
      `package "${name}"`,
    );
  return {
    packages,
    bundles: onWire.map(withoutContentElsewhere),
    packageNamed,
    bundle(packageName, channelName, csvName) {
      const { channels } = packageNamed(packageName);
      const channel = present(
        channels.find(({ name }) => name === channelName),
        `package "${packageName}", channel "${channelName}"`,
      );
      const wanted = csvName ?? channel.csvName;
      const found = onWire.find((one) => one.packageName === packageName && one.channelName === channelName && one.csvName === wanted);
      const bundle = present(found, `package "${packageName}", channel "${channelName}", bundle "${wanted}"`);
      // The real server tells the graph only in the list.
      return { ...bundle, replaces: '', skips: [] };
    },
  };
}

function packageOf(name: string, bundles: readonly Bundle[]): WirePackage {
  const channels = [...new Set(bundles.flatMap((bundle) => bundle.channels))].toSorted();
  return {
    name,
    channels: channels.map((channel) => ({ name: channel, csvName: headOf(channel, bundles) })),
    defaultChannelName: bundles.at(-1)?.defaultChannel ?? '',
  };
}

/** The one bundle of a channel that no other replaces or skips. */
function headOf(channel: string, bundles: readonly Bundle[]): string {
  const members = bundles.filter(({ channels }) => channels.includes(channel));
  const superseded = new Set(members.flatMap(({ replaces, skips }) => [replaces, ...skips]));
  const heads = members.map(({ csvName }) => csvName).filter((csvName) => !superseded.has(csvName));
  const [head] = heads;
  if (head === undefined || heads.length > 1)
    throw new Error(`channel ${channel} of ${members[0]?.package} has ${heads.length} heads: ${heads.join(', ')}`);
  return head;
}

function wireBundle(bundle: Bundle, channelName: string): WireBundle {
  const { package: packageName, objects, replaces, skipRange, bundlePath, csvName, csvJson, version, skips } = bundle;
  const { providedApis, requiredApis, dependencies, properties } = bundle;
  return {
    csvName,
    packageName,
    channelName,
    csvJson,
    object: objects,
    bundlePath: bundlePath ?? '',
    providedApis,
    requiredApis,
    version,
    skipRange: skipRange ?? '',
    dependencies,
    properties,
    replaces: replaces ?? '',
    skips,
  };
}

/** In the list, the content of a bundle that lies in an image is left out. */
function withoutContentElsewhere(bundle: WireBundle): WireBundle {
  return bundle.bundlePath === '' ? bundle : { ...bundle, csvJson: '', object: [] };
}

function present<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`${what} not found`);
  return found;
}

/** What the name of a package file hints at; nothing is decided by it. */
export interface PackageFileName {
  readonly name: string;
  readonly channel: string | null;
  /** `ALL`, `hybrid`, `amd64`, `arm64`; null where the name does not say. */
  readonly architecture: string | null;
  /** As it is written, with or without `v`. */
  readonly version: string;
}

const extension = /\.(?:tgz|tar\.gz|tar)$/i;
/** The first that fits counts. */
const forms = [
  /^(?<name>.+?)\.(?<architecture>ALL|amd64|arm64)\.(?<version>v?\d.*)$/i,
  /^(?<name>.+?)-(?<version>v?\d+\.\d+.*)-(?<architecture>hybrid)$/i,
  /^(?<name>.+?)[.-](?<version>v?\d+\.\d+\.\d+.*)$/,
];

/**
 * Reads a file name in one of the forms that package files have: `<package>.<channel>.<arch>.<version>.tgz`, `<name>.<arch>.<version>.tgz`,
 * `<name>-<version>-hybrid.tgz`, or without an architecture. Undefined for names that have no version at their end.
 */
export function packageFileName(file: string): PackageFileName | undefined {
  if (!/^[\w.+-]{1,255}$/.test(file) || !extension.test(file)) return undefined;
  const text = file.replace(extension, '');
  const groups = forms.map((form) => form.exec(text)?.groups).find((found) => found !== undefined);
  if (groups === undefined) return undefined;
  const { name = '', architecture = null, version = '' } = groups;
  return { ...withChannel(name), architecture, version };
}

/** Names of packages have no dots, names of channels may: `stable-2.12`. */
function withChannel(text: string): Pick<PackageFileName, 'name' | 'channel'> {
  const at = text.indexOf('.');
  return at === -1 ? { name: text, channel: null } : { name: text.slice(0, at), channel: text.slice(at + 1) };
}

/** What the name of a package file suggests. It proves nothing. */
export interface FileNameHint {
  readonly name: string;
  readonly version: string;
}

const ending = /\.(?:tgz|tar\.gz|tar)$/i;
const architectures = '(?:hybrid|ALL|amd64|arm64|x86|arm)';
const architectureAtEnd = new RegExp(`[.-]${architectures}$`);
/** A name begins with a letter and is no version; the version begins at the first thing behind it that looks like one. */
const parts = /^((?!v?\d+\.)[a-z].*?)[.-](v?\d+\.\d+.*)$/i;
const versionPattern = /^v?\d+\.\d+(?:\.\d+)?(?:[-+.][\w+.-]*)?$/;

/**
 * What a file name suggests: `<package>.<channel>.<ALL|amd64|arm64>.<version>.tgz`, `<name>.<arch>.<version>.tgz` and `<name>-<version>-hybrid.tgz` occur, also
 * without architecture. Undefined where nothing in it looks like a version.
 */
export function fileNameHint(path: string): FileNameHint | undefined {
  const base = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).replace(ending, '');
  const [, front = '', version = ''] = parts.exec(base.replace(architectureAtEnd, '')) ?? [];
  if (!versionPattern.test(version)) return undefined;
  const name = front.replace(architectureAtEnd, '');
  // The name of a package has no dots: behind one, before an architecture, stands the channel.
  return { name: name === front ? name : (name.split('.', 1)[0] ?? name), version };
}

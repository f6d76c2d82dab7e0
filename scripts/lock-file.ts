/** One package in `package-lock.json`, as far as it matters here. */
export interface LockEntry {
  version?: string;
  cpu?: string[];
  os?: string[];
  libc?: string[];
  dev?: boolean;
  license?: string;
  optional?: boolean;
  engines?: unknown;
  optionalDependencies?: Record<string, string>;
}

/** The packages of a lock file by their folders; the project itself is the empty one. */
export type LockPackages = Readonly<Record<string, LockEntry>>;

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const toolchains = /-(gnu|musl|msvc|eabi|gnueabihf|musleabihf)$/;

/**
 * What a lock file lacks: entries for the packages of other platforms that the registry did not hold when it was written. `npm install` leaves
 * them out and `npm ci` then refuses the file. They are never installed here, so name, version and platform are enough.
 */
export function missingEntries(packages: LockPackages): Record<string, LockEntry> {
  const missing: Record<string, LockEntry> = {};
  for (const [folder, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const found = { ...packages, ...missing };
      if (resolve(found, folder, name, version)) continue;
      const top = `node_modules/${name}`;
      const place = found[top] === undefined ? top : `${folder}/node_modules/${name}`;
      missing[place] = platformEntry(name, version, entry);
    }
  }
  return missing;
}

/** Whether Node would find the package from a folder, in this version; a range is taken on trust. */
function resolve(packages: LockPackages, folder: string, name: string, version: string): boolean {
  for (let from = folder; ; from = from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/')))) {
    const entry = packages[`${from === '' ? '' : `${from}/`}node_modules/${name}`];
    if (entry !== undefined) return entry.version === version || !/^\d/.test(version);
    if (from === '') return false;
  }
}

/** The platform stands in the package's name: `binding-linux-x64-musl`, `darwin-arm64`. */
function platformEntry(name: string, version: string, { dev, license, engines }: LockEntry): LockEntry {
  const words = (name.split('/').at(-1) ?? '').split('-');
  const at = words.findIndex((word) => systems.includes(word));
  const [system = '', ...rest] = words.slice(at);
  const machine = rest.join('-');
  const libc = { gnu: 'glibc', musl: 'musl' }[toolchains.exec(machine)?.[1] ?? ''];
  return {
    version,
    cpu: [machine.replace(toolchains, '')],
    ...(dev === true ? { dev } : {}),
    ...(libc === undefined || system !== 'linux' ? {} : { libc: [libc] }),
    ...(license === undefined ? {} : { license }),
    optional: true,
    os: [system],
    ...(engines === undefined ? {} : { engines }),
  };
}

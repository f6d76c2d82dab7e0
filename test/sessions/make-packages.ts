import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createPackage } from '../../shared/actions/create-package.ts';
import type { Descriptor } from '../../shared/model/oci.ts';
import { makePackageWriter } from '../../shared/package/make-writer.ts';
import { actionContext } from '../support/action-context.ts';
import { addImage, addIndex, archiveOf, type Blobs, type Files, gzipped } from '../support/image-folder.ts';
import { memorySource } from '../support/memory-packages.ts';
import { addPlainChart, addPlugin, bundleLabels, plainChart, pluginChart } from '../support/sample-artifacts.ts';

/**
 * Makes the packages that sessions are about, in `fixtures/packages`: `node test/sessions/make-packages.ts`. The packages come out the same each
 * time; keys and signatures, which gpg makes, do not, so everything is committed.
 */
const folder = join(import.meta.dirname, 'fixtures', 'packages');
const registry = 'harbor.demo.io/middleware';

/** What differs between two versions of the operator. */
interface Release {
  readonly version: string;
  readonly replaces: string;
  readonly channels: string;
  readonly verbs: string;
  readonly apis: string;
}

const releases: readonly Release[] = [
  { version: '2.12.10', replaces: '2.12.9', channels: 'stable', verbs: 'get, list', apis: '{name: v1alpha1, served: true, storage: true}' },
  {
    version: '2.12.11',
    replaces: '2.12.10',
    channels: 'stable,harbor-2',
    verbs: 'get, list, watch, delete',
    apis: '{name: v1alpha1, served: true, storage: false}, {name: v1beta1, served: true, storage: true}',
  },
];

function bundleFiles({ version, replaces, verbs, apis }: Release): Files {
  return {
    'manifests/harbor-ce-operator.clusterserviceversion.yaml': `apiVersion: operators.coreos.com/v1alpha1
kind: ClusterServiceVersion
metadata:
  name: harbor-ce-operator.v${version}
  annotations: {provider-type: platform}
spec:
  displayName: Alauda Build of Harbor
  version: ${version}
  replaces: harbor-ce-operator.v${replaces}
  provider: {name: Alauda}
  relatedImages:
  - {name: core, image: "${registry}/harbor-core:v${version}"}
  install:
    strategy: deployment
    spec:
      clusterPermissions:
      - serviceAccountName: harbor-ce-operator
        rules: [{apiGroups: [""], resources: [secrets], verbs: [${verbs}]}]
`,
    'manifests/harbors.crd.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: harbors.operator.goharbor.io}
spec: {versions: [${apis}]}
`,
    'metadata/annotations.yaml': 'annotations: {}\n',
  };
}

async function makeOperator(release: Release): Promise<void> {
  const blobs: Blobs = new Map();
  const labels = { ...bundleLabels('harbor-ce-operator'), 'operators.operatorframework.io.bundle.channels.v1': release.channels };
  const artifact = `${registry}/harbor-ce-operator-bundle:v${release.version}`;
  const images = {
    [artifact]: addImage(blobs, { labels, layers: [bundleFiles(release)] }),
    [`${registry}/harbor-core:v${release.version}`]: addIndex(blobs, `core ${release.version}`),
  };
  await make('harbor-ce-operator', artifact, { blobs, images });
}

interface Content {
  readonly blobs: Blobs;
  readonly images: Readonly<Record<string, Descriptor>>;
}

async function make(name: string, artifact: string, { blobs, images }: Content): Promise<void> {
  const { signal } = new AbortController();
  const context = actionContext(undefined as never, {
    signal,
    images: () => Promise.resolve(memorySource(blobs, images)),
    packageWriter: () => Promise.resolve(makePackageWriter()),
  });
  const rest = {
    type: undefined,
    images: [],
    platforms: [],
    modulePlugin: undefined,
    skipPackageImages: false,
    force: true,
    dryRun: 'none',
  } as const;
  const before = process.cwd();
  process.chdir(folder);
  await createPackage({ name, artifact, source: { from: undefined, access: undefined as never }, outputFile: undefined, ...rest }, context);
  process.chdir(before);
}

/** A signature by a key that is made for it, as of a day in the past; `keys` is where the public key goes. */
function sign(file: string, { signer, key, at }: { signer: string; key: string; at: string }): void {
  const home = mkdtempSync(join(tmpdir(), 'gnupg-'));
  const gpg = (...args: string[]) =>
    execFileSync('gpg', ['--homedir', home, '--batch', '--quiet', '--faked-system-time', at, '--passphrase', '', ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  gpg('--quick-generate-key', signer, 'ed25519', 'sign', '0');
  rmSync(`${file}.asc`, { force: true });
  gpg('--output', `${file}.asc`, '--armor', '--detach-sign', file);
  writeFileSync(key, gpg('--armor', '--export', signer));
  execFileSync('gpgconf', ['--homedir', home, '--kill', 'all']);
  rmSync(home, { recursive: true });
}

rmSync(folder, { recursive: true, force: true });
for (const name of ['broken', 'foreign', 'empty']) mkdirSync(join(folder, name), { recursive: true });
for (const release of releases) await makeOperator(release);
const blobs: Blobs = new Map();
await make('web-cli', pluginChart, { blobs, images: addPlugin(blobs) });
await make('podinfo', plainChart, { blobs, images: addPlainChart(blobs) });

const podinfo = join(folder, 'podinfo.amd64.6.9.0.tgz');
rmSync(`${podinfo}.sha256`);
for (const version of ['2.12.10', '2.12.11']) {
  const file = join(folder, `harbor-ce-operator.ALL.v${version}.tgz`);
  const isNew = version === '2.12.11';
  const key = join(folder, isNew ? 'vendor.asc' : 'stranger.asc');
  sign(file, { signer: isNew ? 'Vendor <packages@example.com>' : 'Stranger <stranger@example.com>', key, at: '20251101T120000' });
}

const tampered = join(folder, 'broken', 'harbor-ce-operator.ALL.v2.12.11.tgz');
const good = join(folder, basename(tampered));
const bytes = readFileSync(good);
const middle = Math.floor(bytes.length / 2);
bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
writeFileSync(tampered, bytes);
copyFileSync(`${good}.asc`, `${tampered}.asc`);
copyFileSync(`${good}.sha256`, `${tampered}.sha256`);
writeFileSync(join(folder, 'broken', 'cut.tgz'), readFileSync(good).subarray(0, 9000));
writeFileSync(join(folder, 'broken', 'link.tgz'), gzipped(archiveOf({ 'metadata.yaml': 'kind: Package\n', '../etc/passwd': 'x' })));

writeFileSync(
  join(folder, 'foreign', 'topolvm-operator.stable.ALL.v2.3.0.tgz'),
  `not a tar: ${createHash('sha256').update('x').digest('hex')}\n`,
);
writeFileSync(
  join(folder, 'foreign', 'podinfo-6.9.0.tgz'),
  gzipped(archiveOf({ 'podinfo/Chart.yaml': 'name: podinfo\nversion: 6.9.0\n', 'podinfo/values.yaml': '{}\n' })),
);
writeFileSync(join(folder, 'empty', 'README'), 'There is no package here.\n');

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a package says of itself. The license is an identifier of SPDX, or several in an expression. */
export interface Package {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** A program that is one file. */
export interface Program extends Package {
  readonly text: string;
}

/** The packages that files are of, by the paths of the files from the root, each version once. */
export function packagesOf(root: string, files: readonly string[]): Package[] {
  const folders = new Set(files.flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []));
  const packages = [...folders].map((folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Package);
  return [...new Map(packages.map((each) => [purlOf(each), each])).values()];
}

/** The bill of materials of a program, in CycloneDX 1.6: these packages, and a major version of Node to run it. The same parts give the same bill. */
export function sbomOf(program: Program, packages: readonly Package[], node: string): object {
  const libraries = packages.map((each) => ({ ...componentOf(each), type: 'library', 'bom-ref': purlOf(each), purl: purlOf(each) }));
  const runtime = {
    name: 'node',
    version: node,
    type: 'platform',
    'bom-ref': `pkg:generic/node@${node}`,
    purl: `pkg:generic/node@${node}`,
  };
  const hashes = [{ alg: 'SHA-256', content: createHash('sha256').update(program.text).digest('hex') }];
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { ...componentOf(program), type: 'application', 'bom-ref': program.name, hashes } },
    components: [...libraries, runtime].toSorted((one, other) => (one.purl < other.purl ? -1 : 1)),
  };
}

function componentOf({ name, version, license }: Package) {
  if (license === undefined) return { name, version };
  return { name, version, licenses: [/^[\w.+-]+$/.test(license) ? { license: { id: license } } : { expression: license }] };
}

/** `@peculiar/x509` 2.2.0 → `pkg:npm/%40peculiar/x509@2.2.0` */
function purlOf({ name, version }: Package): string {
  return `pkg:npm/${name.split('/').map(encodeURIComponent).join('/')}@${encodeURIComponent(version)}`;
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { bundleWebhook } from './bundle-webhook.ts';
import { packagesOf, sbomOf } from './sbom.ts';

interface Bill {
  readonly metadata: { readonly component: { readonly hashes: readonly { readonly content: string }[] } };
  readonly components: readonly { readonly name: string; readonly version: string; readonly purl: string; readonly type: string }[];
}

const root = join(import.meta.dirname, '..');

function schema(name: string): object {
  const folder = dirname(fileURLToPath(import.meta.resolve('@cyclonedx/cyclonedx-library/package.json')));
  return JSON.parse(readFileSync(join(folder, 'res', 'schema', `${name}.SNAPSHOT.schema.json`), 'utf8')) as object;
}

/** What is wrong with a bill, by the schema of CycloneDX; addresses and times in it are not looked at. */
function faultsOf(bill: object): unknown {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  for (const name of ['jsf-0.82', 'spdx']) ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  const isBill = ajv.compile(schema('bom-1.6'));
  isBill(bill);
  return isBill.errors ?? [];
}

/** The folders of packages that the bundler has named beside their code. */
function foldersIn(text: string): string[] {
  const names = text.matchAll(/^(?:\/\/ | {2}")(node_modules\/[^\s"]+)/gm);
  return [...new Set([...names].map(([, file = '']) => file.replace(/(.*node_modules\/(?:@[^/]+\/)?[^/]+)\/.*/, '$1')))];
}

describe('the bill of the webhook', async () => {
  const { text, files } = await bundleWebhook(root);
  const make = () => sbomOf({ name: 'webhook', version: '1.0.0', license: 'Apache-2.0', text }, packagesOf(root, files), '22');
  const { metadata, components } = make() as Bill;

  it('holds every package whose code is in the bundle, Node, and nothing else', () => {
    const inBundle = foldersIn(text).map((folder) => {
      const { name, version } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { name: string; version: string };
      return `${name} ${version}`;
    });
    expect(inBundle.length).toBeGreaterThan(20);
    expect(components.map(({ name, version }) => `${name} ${version}`).toSorted()).toEqual([...inBundle, 'node 22'].toSorted());
  });

  it('is one of CycloneDX', () => {
    expect(faultsOf(make())).toEqual([]);
    expect(faultsOf({ ...make(), components: [{ name: 'a' }] })).not.toEqual([]);
  });

  it('is the same each time, and names the bundle by its hash', () => {
    expect(JSON.stringify(make())).toBe(JSON.stringify(make()));
    expect(metadata.component.hashes[0]?.content).toBe(createHash('sha256').update(text).digest('hex'));
  });
});

it('tells several licenses or none, and a package of which several files are there once', () => {
  const packages = [
    { name: '@a/b', version: '1.0.0-rc.1+c', license: '(MIT OR Apache-2.0)' },
    { name: 'c', version: '1.0.0' },
  ];
  const bill = sbomOf({ name: 'd', version: '1.0.0', text: '' }, packages, '22');
  expect(bill).toMatchObject({
    components: [
      { purl: 'pkg:generic/node@22', type: 'platform' },
      { purl: 'pkg:npm/%40a/b@1.0.0-rc.1%2Bc', licenses: [{ expression: '(MIT OR Apache-2.0)' }] },
      { purl: 'pkg:npm/c@1.0.0' },
    ],
  });
  expect(faultsOf(bill)).toEqual([]);
  const files = ['node_modules/ajv/dist/ajv.js', 'node_modules/ajv/dist/core.js', 'webhook/main.ts'];
  expect(packagesOf(root, files).map(({ name }) => name)).toEqual(['ajv']);
});

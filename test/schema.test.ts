import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { allCommands } from '../cmd/kubectl-ext/commands/index.ts';
import type { Blobs } from './support/image-folder.ts';
import { memorySource } from './support/memory-packages.ts';
import { addPlainChart, plainChart } from './support/sample-artifacts.ts';
import { sessionCluster } from './support/session-clusters.ts';
import { session } from './support/session.ts';

const folder = join(import.meta.dirname, '..', 'docs', 'schema');

/** The schema of a kind of document, as it is published. */
function schemaOf(kind: string): ValidateFunction {
  return new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(readFileSync(join(folder, `${kind}.json`), 'utf8')));
}

const packages = 'test/sessions/fixtures/packages';

/** Command lines whose answer, or failure, is a document. */
const lines: readonly [kind: string, cluster: string, words: readonly string[], errors: number][] = [
  ['ExtensionList', 'mixed', ['list'], 0],
  ['ExtensionList', 'mixed', ['list', '--available'], 0],
  ['ExtensionList', 'mixed', ['list', '--pending'], 0],
  ['ExtensionList', 'nowhere', ['list'], 1],
  ['VersionList', 'mixed', ['versions', 'keda'], 0],
  ['VersionList', 'mixed', ['versions', 'kedda'], 1],
  ['DiagnosisList', 'mixed', ['status'], 0],
  ['DiagnosisList', 'mixed', ['status', 'kedda'], 1],
  ['OperationResult', 'fresh', ['install', 'keda', '--yes'], 0],
  ['OperationResult', 'fresh', ['install', 'harbor-ce-operator', '--dry-run=client'], 0],
  ['OperationResult', 'fresh', ['install', 'harbor-ce-operator', '--approval', 'Automatic', '--yes'], 1],
  ['OperationResult', 'shared', ['approve', 'keda', '--yes'], 1],
  ['OperationResult', 'shared', ['approve', 'keda', 'harbor-ce-operator', '--yes'], 0],
  ['OperationResult', 'shared', ['reject', 'keda', '--yes'], 1],
  ['OperationResult', 'mixed', ['reject', 'harbor-ce-operator', '--yes'], 0],
  ['History', 'mixed', ['history', 'harbor-ce-operator'], 0],
  ['History', 'mixed', ['history', 'kedda'], 1],
  ['OperationResult', 'mixed', ['hold', 'keda', '--reason', 'not yet'], 0],
  ['OperationResult', 'mixed', ['hold', 'keda'], 1],
  ['OperationResult', 'mixed', ['unhold', 'keda'], 0],
  ['FindingList', 'global', ['policy', 'check', '-f', 'test/sessions/fixtures/operators.yaml'], 0],
  ['FindingList', 'global', ['policy', 'check', '-f', 'test/sessions/fixtures/plugins.json'], 0],
  ['FindingList', 'global', ['policy', 'check', '-f', 'test/sessions/fixtures/misshapen.yaml'], 1],
  ['FindingList', 'nowhere', ['policy', 'check', '-f', 'test/sessions/fixtures/operators.yaml'], 1],
  ['FindingList', 'global', ['policy', 'audit'], 0],
  ['FindingList', 'mixed', ['policy', 'audit'], 0],
  ['RuleList', 'nowhere', ['policy', 'explain'], 0],
  ['RuleList', 'nowhere', ['policy', 'explain', 'nothing'], 1],
  ['WebhookStatus', 'fresh', ['webhook', 'status'], 0],
  ['WebhookStatus', 'nowhere', ['webhook', 'status'], 1],
  ['OperationResult', 'fresh', ['webhook', 'install', '--role', 'global', '--yes'], 0],
  ['OperationResult', 'fresh', ['webhook', 'install', '--role', 'global', '--dry-run=server'], 0],
  ['OperationResult', 'fresh', ['webhook', 'install', '--role', 'global', '--wait=false', '--yes'], 1],
  ['OperationResult', 'fresh', ['webhook', 'install'], 1],
  ['OperationResult', 'fresh', ['webhook', 'disable', '--reason', 'a test', '--yes'], 0],
  ['OperationResult', 'fresh', ['webhook', 'enable', '--yes'], 1],
  ['OperationResult', 'fresh', ['webhook', 'uninstall', '--yes'], 0],
  ['PackageInfo', 'nowhere', ['package', 'create', 'podinfo', '--artifact', plainChart, '--dry-run=client'], 0],
  ['PackageInfo', 'nowhere', ['package', 'create', 'info', '--artifact', plainChart], 1],
  ['PackageInfo', 'nowhere', ['package', 'create', 'podinfo'], 1],
  ['PackageInfo', 'nowhere', ['show', `${packages}/harbor-ce-operator.ALL.v2.12.11.tgz`], 0],
  ['PackageInfo', 'nowhere', ['show', `${packages}/web-cli.ALL.v4.0.4.tgz`], 0],
  ['PackageInfo', 'nowhere', ['show', `${packages}/foreign/podinfo-6.9.0.tgz`], 0],
  ['PackageInfo', 'nowhere', ['show', `${packages}/foreign/topolvm-operator.stable.ALL.v2.3.0.tgz`], 1],
  ['PackageInfo', 'nowhere', ['show', `${packages}/broken/cut.tgz`], 1],
  ['VerificationResult', 'nowhere', ['verify', packages, '--keyring', `${packages}/vendor.asc`], 2],
  ['VerificationResult', 'nowhere', ['verify', '/dev/null'], 1],
  ['VerificationResult', 'nowhere', ['verify', `${packages}/absent.tgz`], 1],
  ['ImageList', 'nowhere', ['package', 'images', `${packages}/web-cli.ALL.v4.0.4.tgz`], 0],
  ['ImageList', 'nowhere', ['package', 'images', `${packages}/broken/link.tgz`], 1],
  ['PackageDiff', 'nowhere', ['package', 'diff', `${packages}/web-cli.ALL.v4.0.4.tgz`, `${packages}/podinfo.amd64.6.9.0.tgz`], 0],
  ['PackageDiff', 'nowhere', ['package', 'diff', `${packages}/web-cli.ALL.v4.0.4.tgz`, `${packages}/broken/cut.tgz`], 1],
  ['Version', 'fresh', ['version', '--client'], 0],
  ['Version', 'nowhere', ['version'], 1],
];

const blobs: Blobs = new Map();
const source = memorySource(blobs, addPlainChart(blobs));

describe('documents in JSON', () => {
  it.each(lines)('%s, cluster %s: %j, errors: %i', async (kind, name, words, errors) => {
    const over = new AbortController();
    onTestFinished(() => over.abort());
    const cluster = await sessionCluster(name, over.signal);
    const { stdout } = await session([...words, '-o', 'json'], {
      ...(cluster === undefined ? {} : { cluster }),
      images: () => Promise.resolve(source),
    });
    const document: unknown = JSON.parse(stdout);
    const validate = schemaOf(kind);
    expect([validate(document), validate.errors]).toEqual([true, null]);
    expect(document).toMatchObject({ kind, errors: Array.from({ length: errors }, () => expect.anything()) });
  });

  it('of every kind a command answers with have a published schema, and no other schema is published', async () => {
    const sections = await allCommands.sections();
    const kinds = sections.flatMap(({ commands }) => commands.flatMap(({ kind }) => kind ?? []));
    expect(readdirSync(folder).toSorted()).toEqual([...new Set(kinds)].map((kind) => `${kind}.json`).toSorted());
  });
});

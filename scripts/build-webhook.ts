import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWebhook, webhookNode } from './bundle-webhook.ts';
import { packagesOf, sbomOf } from './sbom.ts';

/** `npm run build:webhook`: makes `dist/webhook.mjs`, which `deploy/Dockerfile` puts into the image, and `dist/webhook.cdx.json`, which says what is in it. */
const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

const { text, files } = await bundleWebhook(root);
const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string; license: string };
const bill = sbomOf({ name: 'kubectl-ext-webhook', version, license, text }, packagesOf(root, files), webhookNode);
mkdirSync(dist, { recursive: true });
write('webhook.mjs', text);
write('webhook.cdx.json', `${JSON.stringify(bill, null, 2)}\n`);
process.stderr.write(`built dist/webhook.mjs (${(text.length / 1e6).toFixed(1)} MB) and dist/webhook.cdx.json\n`);

/** Whoever reads it meanwhile gets a whole one. */
function write(name: string, content: string): void {
  writeFileSync(join(dist, `.${name}`), content);
  renameSync(join(dist, `.${name}`), join(dist, name));
}

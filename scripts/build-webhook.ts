import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWebhook } from './bundle-webhook.ts';

/** `npm run build:webhook`: makes `dist/webhook.mjs`, which `deploy/Dockerfile` puts into the image. */
const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const name = 'webhook.mjs';

const text = await bundleWebhook(root);
mkdirSync(dist, { recursive: true });
// Whoever starts it meanwhile gets a whole one.
writeFileSync(join(dist, `.${name}`), text);
renameSync(join(dist, `.${name}`), join(dist, name));
process.stderr.write(`built dist/${name} (${(text.length / 1e6).toFixed(1)} MB)\n`);

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makePages, readPages } from './docs/pages.ts';

const root = join(import.meta.dirname, '..');
const [wanted, present] = [await makePages(), readPages()];

for (const path of present.keys()) {
  if (!wanted.has(path)) rmSync(join(root, path));
}
for (const [path, text] of wanted) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
process.stdout.write(`${wanted.size} files written\n`);

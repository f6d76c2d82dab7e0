import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LockPackages, missingEntries } from './lock-file.ts';

/** `npm run lock`, after every change of a dependency: adds to the lock file what a registry with few platforms has left out. */
const file = join(import.meta.dirname, '..', 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: LockPackages };
const missing = missingEntries(lock.packages);
const packages = Object.fromEntries(Object.entries({ ...lock.packages, ...missing }).toSorted(([a], [b]) => a.localeCompare(b, 'en')));
if (Object.keys(missing).length > 0) writeFileSync(file, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
process.stdout.write(`${Object.keys(missing).length} entries added\n`);

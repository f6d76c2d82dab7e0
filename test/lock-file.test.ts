import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LockPackages, missingEntries } from '../scripts/lock-file.ts';

describe('package-lock.json', () => {
  it('has an entry for the packages of every platform, without which npm ci refuses it; npm run lock adds them', () => {
    const lock = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package-lock.json'), 'utf8')) as { packages: LockPackages };
    expect(missingEntries(lock.packages)).toEqual({});
  });
});

describe('missingEntries', () => {
  const tool = {
    version: '1.0.0',
    dev: true,
    license: 'MIT',
    optionalDependencies: { '@tool/linux-x64-musl': '1.0.0', '@tool/darwin-arm64': '1.0.0' },
  };

  it('names version and platform of what is not there', () => {
    expect(missingEntries({ '': {}, 'node_modules/tool': tool, 'node_modules/@tool/darwin-arm64': { version: '1.0.0' } })).toEqual({
      'node_modules/@tool/linux-x64-musl': {
        version: '1.0.0',
        cpu: ['x64'],
        dev: true,
        libc: ['musl'],
        license: 'MIT',
        optional: true,
        os: ['linux'],
      },
    });
  });

  it('puts a second version below its owner', () => {
    const packages = { '': {}, 'node_modules/tool': tool, 'node_modules/@tool/darwin-arm64': { version: '2.0.0' } };
    expect(Object.keys(missingEntries(packages))).toContain('node_modules/tool/node_modules/@tool/darwin-arm64');
  });

  it('finds a package in the folders above', () => {
    const packages = {
      '': {},
      'node_modules/a/node_modules/tool': tool,
      'node_modules/@tool/linux-x64-musl': { version: '1.0.0' },
      'node_modules/a/node_modules/@tool/darwin-arm64': { version: '1.0.0' },
    };
    expect(missingEntries(packages)).toEqual({});
  });
});

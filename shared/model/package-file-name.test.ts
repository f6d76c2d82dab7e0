import { describe, expect, it } from 'vitest';
import { packageFileName } from './package-file-name.ts';

describe('packageFileName', () => {
  it.each([
    ['harbor-ce-operator.stable.ALL.v2.12.11.tgz', 'harbor-ce-operator', 'stable', 'ALL', 'v2.12.11'],
    ['harbor-ce-operator.stable-2.12.amd64.v2.12.11.tgz', 'harbor-ce-operator', 'stable-2.12', 'amd64', 'v2.12.11'],
    ['nativestor.arm64.2.3.0.tgz', 'nativestor', null, 'arm64', '2.3.0'],
    ['logagent-v4.0.1-hybrid.tgz', 'logagent', null, 'hybrid', 'v4.0.1'],
    ['redis-operator.v6.2.1-rc.3.tgz', 'redis-operator', null, null, 'v6.2.1-rc.3'],
    ['redis-operator.stable.v6.2.1.tgz', 'redis-operator', 'stable', null, 'v6.2.1'],
    ['redis-operator-6.2.1.tgz', 'redis-operator', null, null, '6.2.1'],
    ['app.ALL.v1.2.3.4-beta.10.ga1b2c3.tgz', 'app', null, 'ALL', 'v1.2.3.4-beta.10.ga1b2c3'],
    ['redis-operator.stable-6.2.v6.2.1.tar.gz', 'redis-operator', 'stable-6.2', null, 'v6.2.1'],
  ])('reads %s', (file, name, channel, architecture, version) => {
    expect(packageFileName(file)).toEqual({ name, channel, architecture, version });
  });

  it.each([
    'redis-operator.tgz',
    'redis-operator.ALL.latest.tgz',
    'redis-operator.v6.2.1.zip',
    'redis-operator.v6.2.1',
    '.v6.2.1.tgz',
    'redis\u001B[2Joperator.v6.2.1.tgz',
    `${'a'.repeat(250)}.v1.2.3.tgz`,
    '',
  ])('makes nothing of %j', (file) => {
    expect(packageFileName(file)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { fileNameHint } from './package-file-name.ts';

describe('fileNameHint', () => {
  it.each([
    ['harbor-ce-operator.stable.ALL.v2.12.11.tgz', 'harbor-ce-operator', 'v2.12.11'],
    ['harbor-ce-operator.ALL.v2.12.11.tgz', 'harbor-ce-operator', 'v2.12.11'],
    ['topolvm-operator.v2.3.0.tgz', 'topolvm-operator', 'v2.3.0'],
    ['opensearch-operator.v3.14.2.tgz', 'opensearch-operator', 'v3.14.2'],
    ['plugins-cloudedge-v0.3.16-hybrid.tgz', 'plugins-cloudedge', 'v0.3.16'],
    ['podinfo-6.9.0.tgz', 'podinfo', '6.9.0'],
    ['web-cli.amd64.4.0.4.tgz', 'web-cli', '4.0.4'],
    ['redis.alpha.arm64.v1.0.0-beta.4.tgz', 'redis', 'v1.0.0-beta.4'],
    ['/packages/v1.2/k8s-operator.v4.0.tar.gz', 'k8s-operator', 'v4.0'],
    [String.raw`C:\packages\redis.v1.0.0.tgz`, 'redis', 'v1.0.0'],
  ])('%s', (path, name, version) => expect(fileNameHint(path)).toEqual({ name, version }));

  it.each(['package.tgz', 'v1.0.0.tgz', '', 'redis-operator.tgz', '/packages/v1.2.3/redis.tgz'])('says nothing of %j', (path) => {
    expect(fileNameHint(path)).toBeUndefined();
  });

  it('takes no long time for a long name', () => {
    const started = performance.now();
    fileNameHint(`${'1.1-'.repeat(1000)}x`);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

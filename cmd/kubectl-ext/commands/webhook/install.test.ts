import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { memoryCluster } from '../../../../test/support/memory-cluster.ts';
import { session } from '../../../../test/support/session.ts';
import { message } from '../../../../shared/messages/message.ts';
import { qualifiedName } from '../../../../shared/model/resource.ts';
import { webhookManifests } from '../../../../shared/plan/webhook/index.ts';
import { usualWish } from '../../../../shared/plan/webhook/manifest.ts';
import { everyManifest } from '../../../../shared/plan/webhook/observed.ts';
import { resourceOf } from '../../../../shared/plan/webhook/resources.ts';
import { webhookInstall } from './install.ts';

const none = {
  image: undefined,
  pullSecret: undefined,
  replicas: undefined,
  mode: undefined,
  dryRun: 'none',
  wait: true,
  timeout: '10m',
} as const;
type Given = Parameters<typeof webhookInstall.parse>[0];
const parsed = (given: Partial<Given>) => webhookInstall.parse({ ...none, role: 'global', ...given } as Given);

describe('webhook install', () => {
  it('never guesses the role, and says when each is right', () => {
    expect(() => parsed({ role: undefined })).toThrow(
      expect.objectContaining({
        code: 'usage',
        details: { hints: [message('webhook-install.no-role.global'), message('webhook-install.no-role.workload')] },
      }),
    );
  });

  it('does not take the role from the environment', async () => {
    expect(await session(['webhook', 'install', '--dry-run=client'], { env: { KUBECTL_EXT_ROLE: 'global' } })).toMatchObject({
      exitCode: 2,
    });
  });

  it('says nothing of what was not said', () => {
    expect(parsed({})).toEqual({ role: 'global', dryRun: 'none', wait: true, timeout: 600_000 });
    expect(parsed({ image: 'a', replicas: '3', pullSecret: 'b', mode: 'audit' })).toMatchObject({
      ...{ image: 'a', replicas: 3, pullSecret: 'b', mode: 'audit' },
    });
  });

  it.each(['0', '-1', 'two', '1000', '1.5'])('does not take %s replicas', (replicas) => {
    expect(() => parsed({ replicas })).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it.each(['global', 'workload'] as const)('prints for %s what kubectl can apply, in order', async (role) => {
    const words = ['webhook', 'install', '--role', role, '--replicas', '3', '--dry-run=client', '-o', 'yaml'];
    const { stdout, exitCode } = await session(words, { cluster: memoryCluster() });
    expect(exitCode).toBe(0);
    const items = Object.values(webhookManifests({ ...usualWish, role, replicas: 3 })).flat();
    expect(parse(stdout)).toEqual({ apiVersion: 'v1', kind: 'List', items: JSON.parse(JSON.stringify(items)) });
  });

  it('names the rights on everything it applies', () => {
    const kinds = everyManifest().map((object) => resourceOf(object));
    const missing = kinds.filter(({ plural, group }) => {
      const name = group === '' ? plural : `${plural}.${group}`;
      return !['get', 'create', 'patch', 'delete'].every((verb) => webhookInstall.permissions.includes(`${verb} ${name}`));
    });
    expect(missing.map((resource) => qualifiedName(resource))).toEqual([]);
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { configMaps } from '../../shared/model/config-map.ts';
import { historyKey, type HistoryEntry } from '../../shared/model/history.ts';
import { events } from '../../shared/model/pod.ts';
import { subscriptions } from '../../shared/model/subscription.ts';
import { threeVersions, until, useLab } from '../support/lab.ts';

const lab = useLab();

function entriesIn(text = ''): HistoryEntry[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as HistoryEntry);
}

/** An operator at the version below the head, whose upgrade waits. */
async function anUpgrade(user?: string): Promise<{ readonly namespace: string; readonly name: string }> {
  const namespace = await lab.namespace();
  const name = lab.name('operator');
  await lab.offer(namespace, ...threeVersions(name));
  await lab.ext(['install', name, '-n', namespace, '--version', '1.1.0', '--yes', ...(user === undefined ? [] : ['--as', user])]);
  await until(async () => (await lab.admin.list(subscriptions, { namespace }))[0]?.status?.state === 'UpgradePending');
  return { namespace, name };
}

describe('the history', () => {
  it('tells who installed, rejected and approved what, on the cluster, and nothing of what changed nothing', async () => {
    const user = await lab.userWith('ext-operator-admin');
    const { namespace, name } = await anUpgrade(user);
    await lab.ext(['reject', name, '-n', namespace, '--yes', '--reason', 'not on a Friday', '--as', user]);
    await until(async () => (await lab.ext(['reject', name, '-n', namespace, '--dry-run=client'])).stdout.includes('deleted'));
    const approved = await lab.ext(['approve', name, '-n', namespace, '--yes', '--reason', 'CVE-2026-1', '--as', user]);
    await lab.ext(['approve', name, '-n', namespace, '--yes', '--as', user]);

    expect(approved).toMatchObject({ code: 0, stderr: expect.not.stringContaining('history') });
    const stored = await lab.admin.get(configMaps, `ext-history-${name}`, namespace);
    const own = { user, package: name, neighbours: [], cluster: lab.admin.server };
    expect(entriesIn(stored?.data?.[historyKey])).toMatchObject([
      { ...own, from: null, to: `${name}.v1.1.0`, result: 'approved', reason: null },
      { ...own, from: `${name}.v1.1.0`, to: `${name}.v1.2.0`, result: 'rejected', reason: 'not on a Friday' },
      { ...own, from: `${name}.v1.1.0`, to: `${name}.v1.2.0`, result: 'approved', reason: 'CVE-2026-1' },
    ]);
    const seen = await lab.ext(['history', name, '-n', namespace, '-o', 'json', '--as', await lab.userWith('ext-viewer')]);
    expect(JSON.parse(seen.stdout)).toMatchObject({
      kind: 'History',
      items: [
        { user, result: 'approved', phase: 'Complete' },
        { user, result: 'rejected', phase: null, reason: 'not on a Friday' },
        { user, result: 'approved', phase: 'Complete', reason: 'CVE-2026-1' },
      ],
    });
    const told = (await lab.admin.list(events, { namespace })).filter(({ source }) => source?.component === 'kubectl-ext');
    const reasons = told.map(({ reason, involvedObject }) => `${reason} ${involvedObject.kind}`);
    expect(reasons.toSorted((a, b) => a.localeCompare(b))).toEqual([
      'Approved InstallPlan',
      'Approved InstallPlan',
      'Rejected InstallPlan',
    ]);
  });

  it('shows what others approved, by what they approved it with, and what waits', async () => {
    const { namespace, name } = await anUpgrade();
    const [waiting] = (await lab.ext(['history', name, '-n', namespace])).stdout.trimEnd().split('\n').slice(-1);
    expect(waiting).toMatch(/^\S+ +<none> +v1\.1\.0 +v1\.2\.0 +install-\S+ +waiting +<none>$/);
    const plan = /install-\S+/.exec(waiting ?? '')?.[0] ?? '';

    const patch = '[{"op": "replace", "path": "/spec/approved", "value": true}]';
    await lab.kubectl(['-n', namespace, 'patch', 'installplans.operators.coreos.com', plan, '--type=json', `-p=${patch}`]);

    const { stdout } = await lab.ext(['history', name, '-n', namespace]);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
      new RegExp(`^\\S+Z +\\(kubectl-patch\\) +<none> +v1\\.2\\.0 +${plan} +approved +<none>$`),
    );
  });

  it('is kept on this machine by whoever may not write it, and the approval stands', async () => {
    const { namespace, name } = await anUpgrade();
    const user = lab.name('approver');
    const verbs = '--verb=get,list,watch,patch';
    const olm = ['subscriptions', 'installplans', 'clusterserviceversions', 'operatorgroups', 'catalogsources'];
    const resources = [...olm.map((plural) => `${plural}.operators.coreos.com`), 'deployments.apps'];
    await lab.kubectl(['create', 'clusterrole', user, verbs, `--resource=${resources.join(',')}`]);
    await lab.kubectl(['create', 'clusterrolebinding', user, `--clusterrole=${user}`, `--user=${user}`]);
    const folder = mkdtempSync(join(tmpdir(), 'kubectl-ext-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));

    const words = ['approve', name, '-n', namespace, '--yes', '--as', user];
    const { code, stderr } = await lab.ext(words, { env: { XDG_DATA_HOME: folder } });

    expect(code).toBe(0);
    const file = join(folder, 'kubectl-ext', 'history.jsonl');
    expect(stderr).toContain(`warning: the history of this is kept in ${file}, not on the cluster`);
    expect(entriesIn(readFileSync(file, 'utf8'))).toMatchObject([{ user, namespace, package: name, result: 'approved' }]);
    // That of the installation, which somebody else did.
    const stored = await lab.admin.get(configMaps, `ext-history-${name}`, namespace);
    expect(entriesIn(stored?.data?.[historyKey])).toHaveLength(1);
  });
});

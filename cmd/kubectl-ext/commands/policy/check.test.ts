import { describe, expect, it, onTestFinished } from 'vitest';
import type { KubeObject } from '../../../../shared/model/object.ts';
import { aSubscription } from '../../../../test/support/builders.ts';
import { session } from '../../../../test/support/session.ts';
import { sessionCluster } from '../../../../test/support/session-clusters.ts';

const keda = { name: 'keda', source: 'custom' };
const lawful = aSubscription({ spec: keda });
const warned = aSubscription({ metadata: { name: 'beside' }, spec: keda });
const denied = aSubscription({ metadata: { namespace: 'own' }, spec: { installPlanApproval: 'Automatic' } });
const unknown = aSubscription({ spec: { name: 'nobody' } });

/** Judges what is typed. */
async function check(objects: readonly KubeObject[], ...words: string[]) {
  const over = new AbortController();
  onTestFinished(() => over.abort());
  const cluster = await sessionCluster('global', over.signal);
  if (cluster === undefined) throw new Error('there is no such cluster');
  const input = objects.map((object) => JSON.stringify(object)).join('\n---\n');
  return session(['policy', 'check', '-f', '-', ...words], { cluster, input });
}

describe('policy check of standard input', () => {
  it.each<[string, number, KubeObject, string[]]>([
    ['nothing is said of it', 0, lawful, []],
    ['nothing is said of it, though warnings count', 0, lawful, ['--fail-on', 'warn']],
    ['a warning does not count', 0, warned, []],
    ['a warning counts', 9, warned, ['--fail-on=warn']],
    ['it is denied', 9, denied, []],
    ['it is denied, and warnings count', 9, denied, ['--fail-on=warn']],
    ['a fact is missing', 0, unknown, ['--fail-on=warn']],
  ])('where %s exits %i', async (_, exitCode, object, words) => {
    expect(await check([object], ...words)).toMatchObject({ exitCode });
  });

  it('has a row for each verdict, in the order of the objects', async () => {
    const { stdout } = await check([denied, lawful, unknown], '-o', 'jsonpath={range .items[*]}{.verdict} {end}');
    expect(stdout).toBe('deny allow unknown unknown unknown ');
  });

  it('says that nothing was judged where it holds other kinds only', async () => {
    const other = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
    expect(await check([other])).toEqual({
      stdout: '',
      stderr: 'not judged, because no rule is about them (1): configmap/a\nnothing found; objects judged: 0\n',
      exitCode: 0,
      transcript: expect.anything(),
    });
  });
});

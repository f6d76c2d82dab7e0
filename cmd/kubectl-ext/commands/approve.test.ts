import { describe, expect, it, onTestFinished } from 'vitest';
import { ExtError } from '../../../shared/errors.ts';
import { message } from '../../../shared/messages/message.ts';
import { recordedCluster } from '../../../test/support/recorded-cluster.ts';
import { session } from '../../../test/support/session.ts';
import { sessionCluster } from '../../../test/support/session-clusters.ts';

/** Harbor and clickhouse wait; the server refuses to approve in these namespaces. */
async function approveAll(refusing: readonly string[], ...words: string[]) {
  const over = new AbortController();
  onTestFinished(() => over.abort());
  const memory = await sessionCluster('mixed', over.signal);
  if (memory === undefined) throw new Error('there is no such cluster');
  const cluster = recordedCluster(memory, ({ verb, resource, namespace = '' }) => {
    if (verb !== 'patch' || resource !== 'installplans' || !refusing.includes(namespace)) return;
    throw new ExtError('denied', message('cluster.answer', { reason: 'Forbidden' }), {
      rule: 'no-fridays.example.com',
      object: 'installplan/x',
    });
  });
  return session(['approve', '--all', '--yes', ...words], { cluster });
}

describe('approve --all of which some fails', () => {
  it('tells what was done and what was not, and exits 6', async () => {
    const { stdout, stderr, exitCode } = await approveAll(['clickhouse-operator']);
    expect(exitCode).toBe(6);
    expect(stdout).toBe('installplan.operators.coreos.com/install-2 approved\n');
    expect(stderr.trimEnd().split('\n').slice(-2)).toEqual([
      'error: Error from server (Forbidden) (no-fridays.example.com)',
      'error: 1 of 2 plans failed',
    ]);
  });

  it('is one document with steps and errors', async () => {
    const { stdout, exitCode } = await approveAll(['clickhouse-operator'], '-o', 'json');
    expect(exitCode).toBe(6);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'OperationResult',
      steps: [{ object: 'installplan.operators.coreos.com/install-2', result: 'approved' }],
      errors: [{ code: 'denied', message: 'Error from server (Forbidden)', rule: 'no-fridays.example.com', object: 'installplan/x' }],
    });
  });

  it('exits with the code of all failures where nothing worked', async () => {
    const { stdout, stderr, exitCode } = await approveAll(['clickhouse-operator', 'harbor-ce-operator'], '-o', 'json');
    expect(exitCode).toBe(9);
    expect(JSON.parse(stdout)).toMatchObject({ errors: [{ code: 'denied' }, { code: 'denied' }] });
    expect(stderr).toContain('error: 2 of 2 plans failed');
  });
});

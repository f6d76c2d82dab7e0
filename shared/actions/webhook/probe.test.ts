import { describe, expect, it } from 'vitest';
import { actionContext } from '../../../test/support/action-context.ts';
import { aPackage, clickhousePackage, kedaPackage } from '../../../test/support/builders.ts';
import { errorOf } from '../../../test/support/error-of.ts';
import { memoryCluster } from '../../../test/support/memory-cluster.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { ExtError, type ErrorCode } from '../../errors.ts';
import { message } from '../../messages/message.ts';
import type { KubeObject } from '../../model/object.ts';
import { packageManifests, type PackageManifest } from '../../model/package-manifest.ts';
import type { Subscription } from '../../model/subscription.ts';
import { probe } from './probe.ts';

const pace = { pause: 1, silent: 3, failing: 6 };

/** What the server makes of one try: the Subscription as it would be stored, or words against it. */
type Answer = 'Manual' | 'as it was' | { readonly code: ErrorCode; readonly because: string };

/** A cluster that answers tries in this order, the last answer for ever, and the Subscriptions that were tried. */
async function answering(answers: readonly Answer[], packages: readonly PackageManifest[] = []) {
  const tried: Subscription[] = [];
  const memory = memoryCluster();
  for (const each of packages) await memory.create(packageManifests, each);
  const create: Cluster['create'] = async <T extends KubeObject>(_: unknown, object: T, options?: object) => {
    expect(options).toMatchObject({ dryRun: true, quiet: true });
    tried.push(object as unknown as Subscription);
    const answer = answers[Math.min(tried.length, answers.length) - 1] ?? 'as it was';
    if (typeof answer === 'object')
      throw new ExtError(answer.code, message('cluster.answer', { reason: 'x' }), { because: answer.because });
    return answer === 'Manual' ? ({ ...object, spec: { installPlanApproval: 'Manual' } } as unknown as T) : object;
  };
  const context = actionContext({ ...memory, create });
  return { tried, context, probing: async () => probe(await context.cluster(), context, pace) };
}

const unreached: Answer = { code: 'failure', because: 'failed calling webhook "subscriptions.ext.cpaas.io": connection refused' };
const foreign: Answer = { code: 'denied', because: 'admission webhook "check-subscription.cpaas.io" denied the request: no' };

describe('probe', () => {
  it('goes on until the webhook shows itself', async () => {
    const { tried, context, probing } = await answering(['as it was', unreached, 'as it was', 'Manual']);
    await probing();
    expect(tried).toHaveLength(4);
    expect(context.said('webhook-probe.answers')).toHaveLength(1);
  });

  it.each([
    ['nothing', 'as it was' as const],
    ['what another one says', foreign],
    ['that there are no Subscriptions', { code: 'not-found', because: 'the server could not find the requested resource' } as const],
  ])('takes %s for no proof, and for no fault either', async (_, answer) => {
    const { tried, context, probing } = await answering([answer]);
    await probing();
    expect(tried).toHaveLength(pace.silent);
    expect(context.said('webhook-probe.silent')).toHaveLength(1);
  });

  it.each([
    [unreached.because, unreached],
    [
      'a denial by a policy of ours',
      { code: 'denied', because: "ValidatingAdmissionPolicy 'ext-type-label' with binding 'x' denied" } as const,
    ],
  ])('fails after a while: %s', async (_, answer) => {
    const { tried, probing } = await answering([answer]);
    const error = await errorOf(probing);
    expect(error).toMatchObject({ code: 'unmet', sentence: message('webhook-probe.failed'), details: { because: answer.because } });
    expect(error.details.hints).toContainEqual(message('webhook-probe.failed.hint'));
    expect(tried).toHaveLength(pace.failing);
  });

  it('tries an operator of Alauda where there is any, without an approval', async () => {
    const { tried, probing } = await answering(['Manual'], [clickhousePackage, aPackage()]);
    await probing();
    expect(tried[0]?.metadata.namespace).toBe('default');
    expect(tried[0]?.spec).toEqual({ name: 'harbor-ce-operator', channel: 'stable', source: 'platform', sourceNamespace: 'cpaas-system' });
  });

  it.each([
    ['any other of the platform', [clickhousePackage], 'clickhouse-operator'],
    [
      'none that the platform does not have',
      [{ ...kedaPackage, status: { ...kedaPackage.status, catalogSourceNamespace: 'elsewhere' } }],
      'ext-webhook-probe',
    ],
  ])('else %s', async (_, packages, name) => {
    const { tried, probing } = await answering(['Manual'], packages);
    await probing();
    expect(tried[0]?.spec).toMatchObject({ name, sourceNamespace: 'cpaas-system' });
  });

  it('ends when it is interrupted', async () => {
    const stopped = new AbortController();
    const { context } = await answering(['as it was']);
    stopped.abort();
    expect(await errorOf(async () => probe(await context.cluster(), { ...context, signal: stopped.signal }, pace))).toMatchObject({
      code: 'interrupted',
    });
  });
});

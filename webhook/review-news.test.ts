import { expect, it } from 'vitest';
import { aSubscription, harbor } from '../test/support/builders.ts';
import { aModuleInfo } from '../test/support/module-builders.ts';
import { message } from '../shared/messages/message.ts';
import type { Mode } from '../shared/policy/modes.ts';
import type { Finding } from '../shared/policy/rule.ts';
import { newsOf } from './review-news.ts';

const object = aSubscription();
const fault = message('webhook.failed');
const finding = (rule: string, severity: 'deny' | 'warn' = 'deny'): Finding => ({
  rule,
  severity,
  path: 'spec.channel',
  fault,
  wayOut: fault,
});
const modes: Readonly<Record<string, Mode>> = { strict: 'enforce', mild: 'warn', quiet: 'audit' };
const modeOf = (rule: string): Mode => modes[rule] ?? 'enforce';
const create = { dryRun: false, operation: 'CREATE' };

it('tells of a denial, by the rules that denied', () => {
  const findings = [finding('strict'), finding('mild'), finding('strict')];
  expect(newsOf(create, { object, kind: 'Subscription' }, { findings, isDenied: true, modeOf })).toEqual({
    about: { apiVersion: object.apiVersion, kind: 'Subscription', name: `${harbor}-subs`, namespace: harbor },
    type: 'Warning',
    reason: 'Denied',
    text: 'CREATE denied: strict at spec.channel, strict at spec.channel',
    rules: ['strict'],
  });
});

it('tells of what only a mode let pass', () => {
  const findings = [finding('mild'), finding('quiet'), finding('advice', 'warn')];
  const info = aModuleInfo({ metadata: { uid: 'u-1' } });
  expect(
    newsOf({ ...create, operation: 'UPDATE' }, { object: info, kind: 'ModuleInfo' }, { findings, isDenied: false, modeOf }),
  ).toMatchObject({
    about: { kind: 'ModuleInfo', uid: 'u-1' },
    reason: 'WouldDeny',
    text: 'UPDATE would be denied: mild at spec.channel, quiet at spec.channel',
    rules: ['mild', 'quiet'],
  });
});

it.each([
  ['a dry run', { ...create, dryRun: true }, [finding('strict')]],
  ['advice', create, [finding('strict', 'warn')]],
  ['nothing', create, []],
])('tells nothing of %s', (_what, request, findings) => {
  const isDenied = findings.some(({ severity }) => severity === 'deny');
  expect(newsOf(request, { object, kind: 'Subscription' }, { findings, isDenied, modeOf })).toBeUndefined();
});

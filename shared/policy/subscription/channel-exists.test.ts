import { aPackage, aSubscription, csvName, harbor, installedStatus, pendingStatus } from '../../../test/support/builders.ts';
import { testRule } from '../../../test/support/rule-tester.ts';
import { message } from '../../messages/message.ts';
import type { SubscriptionSpec } from '../../model/subscription.ts';
import { channelExists } from './channel-exists.ts';

const harborKnown = { operatorPackage: aPackage() };
const previews = ['2.13.0-beta.16.g09dee005', '2.12.11-r0', '2.12.11', '2.12.10', '2.12.9', '2.12.8'];
const previewsKnown = { operatorPackage: aPackage({ channels: { stable: previews } }) };

function wish(spec: Partial<SubscriptionSpec>) {
  return aSubscription({ spec });
}

function noChannel(channel: string, channels = ['stable', 'harbor-2']) {
  return {
    path: 'spec.channel',
    fault: message('rule.subscription.channel-exists', { operator: harbor, channel }),
    wayOut: message('rule.subscription.channel-exists.way-out', { channels }),
  };
}

function noVersion(version: string, { channel = 'stable', versions = ['2.12.11', '2.12.10'] } = {}) {
  return {
    path: 'spec.startingCSV',
    fault: message('rule.subscription.channel-exists.version', { operator: harbor, channel, version }),
    wayOut: message('rule.subscription.channel-exists.version.way-out', {
      operator: harbor,
      versions: versions.map((each) => csvName(each)),
    }),
  };
}

testRule(channelExists, {
  fields: ['spec.name', 'spec.source', 'spec.sourceNamespace', 'spec.channel', 'spec.startingCSV'],
  allows: [
    { title: 'a channel of the package', object: wish({ channel: 'harbor-2' }), facts: harborKnown },
    { title: 'no channel, which means the default one', object: wish({ channel: undefined }), facts: harborKnown },
    { title: 'an empty channel, which means the same', object: wish({ channel: '' }), facts: harborKnown },
    { title: 'the head as the first version', object: wish({ startingCSV: csvName() }), facts: harborKnown },
    { title: 'a version below the head', object: wish({ startingCSV: csvName('2.12.10') }), facts: harborKnown },
    { title: 'an empty first version', object: wish({ startingCSV: '' }), facts: harborKnown },
    {
      title: 'a first version of the default channel where none is named',
      object: wish({ channel: '', startingCSV: csvName() }),
      facts: harborKnown,
    },
    { title: 'a pre-release the channel has', object: wish({ startingCSV: csvName('2.13.0-beta.16.g09dee005') }), facts: previewsKnown },
    { title: 'a rebuild the channel has', object: wish({ startingCSV: csvName('2.12.11-r0') }), facts: previewsKnown },
    {
      title: 'anything of a package that no catalogue has',
      object: wish({ channel: 'none', startingCSV: 'none' }),
      facts: { operatorPackage: null },
    },
    {
      title: 'an UPDATE of the channel of what is installed, whatever it started with',
      object: aSubscription({ spec: { channel: 'harbor-2', startingCSV: csvName('2.9.0') }, status: installedStatus() }),
      facts: harborKnown,
      operation: { type: 'UPDATE', old: aSubscription({ spec: { startingCSV: csvName('2.9.0') }, status: installedStatus() }) },
    },
    {
      title: 'an UPDATE of the approval while a channel is stored that has gone',
      object: wish({ channel: 'gone', installPlanApproval: 'Manual' }),
      facts: harborKnown,
      operation: { type: 'UPDATE', old: wish({ channel: 'gone', installPlanApproval: 'Automatic' }) },
    },
  ],
  denies: [
    { title: 'a channel the package lacks', object: wish({ channel: 'alpha' }), facts: harborKnown, ...noChannel('alpha') },
    { title: 'a channel in other letters', object: wish({ channel: 'Stable' }), facts: harborKnown, ...noChannel('Stable') },
    {
      title: 'a version the channel lacks',
      object: wish({ startingCSV: csvName('2.13.0') }),
      facts: harborKnown,
      ...noVersion(csvName('2.13.0')),
    },
    {
      title: 'v2.12.1 where there is v2.12.11',
      object: wish({ startingCSV: csvName('2.12.1') }),
      facts: harborKnown,
      ...noVersion(csvName('2.12.1')),
    },
    {
      title: 'v2.12.11 where there is v2.12.1',
      object: wish({ startingCSV: csvName() }),
      facts: { operatorPackage: aPackage({ channels: { stable: ['2.12.1'] } }) },
      ...noVersion(csvName(), { versions: ['2.12.1'] }),
    },
    {
      title: 'a version without the name of the CSV',
      object: wish({ startingCSV: 'v2.12.11' }),
      facts: harborKnown,
      ...noVersion('v2.12.11'),
    },
    {
      title: 'a release of which there is only a pre-release, and shows five versions',
      object: wish({ startingCSV: csvName('2.13.0') }),
      facts: previewsKnown,
      ...noVersion(csvName('2.13.0'), { versions: previews.slice(0, 5) }),
    },
    {
      title: 'a version that only another channel has',
      object: wish({ channel: 'harbor-2', startingCSV: csvName('2.13.0') }),
      facts: { operatorPackage: aPackage({ channels: { stable: ['2.13.0'], 'harbor-2': ['2.12.11'] } }) },
      ...noVersion(csvName('2.13.0'), { channel: 'harbor-2', versions: ['2.12.11'] }),
    },
    {
      title: 'an UPDATE of the channel while nothing is installed yet and the first version is not in it',
      object: aSubscription({ spec: { channel: 'harbor-2', startingCSV: csvName('2.9.0') }, status: pendingStatus() }),
      facts: harborKnown,
      operation: { type: 'UPDATE', old: wish({ startingCSV: csvName('2.9.0') }) },
      ...noVersion(csvName('2.9.0'), { channel: 'harbor-2' }),
    },
    {
      title: 'a channel the package lacks, whatever is installed',
      object: aSubscription({ spec: { channel: 'alpha' }, status: installedStatus() }),
      facts: harborKnown,
      ...noChannel('alpha'),
    },
    {
      title: 'an UPDATE to a channel the package lacks',
      object: wish({ channel: 'alpha' }),
      facts: harborKnown,
      operation: { type: 'UPDATE', old: wish({ channel: 'stable' }) },
      ...noChannel('alpha'),
    },
  ],
});

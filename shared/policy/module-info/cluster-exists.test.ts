import { aModuleInfo, aPlatformCluster } from '../../../test/support/module-builders.ts';
import { testRule } from '../../../test/support/rule-tester.ts';
import { message } from '../../messages/message.ts';
import { clusterExists } from './cluster-exists.ts';

const path = 'metadata.labels[cpaas.io/cluster-name]';
const facts = { clusters: ['global', 'business', 'c', 'd', 'e', 'f'].map((name) => aPlatformCluster({ name })) };
const wayOut = message('rule.module-info.cluster-exists.way-out', { clusters: ['business', 'c', 'd', 'e', 'f'] });

testRule(clusterExists, {
  operations: ['CREATE'],
  fields: [path],
  allows: [{ title: 'a cluster of the platform', object: aModuleInfo(), facts }],
  denies: [
    {
      title: 'a cluster that is none',
      object: aModuleInfo({ cluster: 'busines' }),
      facts,
      path,
      fault: message('rule.module-info.cluster-exists', { cluster: 'busines' }),
      wayOut,
    },
    {
      title: 'no cluster',
      object: aModuleInfo({ metadata: { labels: {} } }),
      facts,
      path,
      fault: message('rule.module-info.cluster-exists.absent'),
      wayOut,
    },
  ],
});

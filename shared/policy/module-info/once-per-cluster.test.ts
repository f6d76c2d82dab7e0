import { aModuleInfo, gpu } from '../../../test/support/module-builders.ts';
import { testRule } from '../../../test/support/rule-tester.ts';
import { message } from '../../messages/message.ts';
import { oncePerCluster } from './once-per-cluster.ts';

const path = 'metadata.labels';
const temporary = aModuleInfo({ metadata: { name: 'business-temporary-name' } });
const installed = aModuleInfo({ metadata: { name: 'business-1' }, spec: { version: 'v4.0.16' }, status: { version: 'v4.0.15' } });
const going = { ...installed, metadata: { ...installed.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
const data = { plugin: gpu, cluster: 'business', name: 'business-1', version: 'v4.0.15' };

testRule(oncePerCluster, {
  operations: ['CREATE'],
  fields: [path],
  allows: [
    { title: 'the first one', object: temporary, facts: { modules: [aModuleInfo({ plugin: 'nfs' })] } },
    { title: 'itself', object: temporary, facts: { modules: [temporary] } },
    {
      title: 'what names no cluster, which another rule denies',
      object: aModuleInfo({ metadata: { labels: {} } }),
      facts: { modules: [installed] },
    },
  ],
  denies: [
    {
      title: 'a second one under any name',
      object: temporary,
      facts: { modules: [installed] },
      path,
      conflict: 'AlreadyExists',
      fault: message('rule.module-info.once-per-cluster', data),
      wayOut: message('rule.module-info.once-per-cluster.way-out', data),
    },
    {
      title: 'one beside another of which nothing runs yet',
      object: temporary,
      facts: { modules: [aModuleInfo({ metadata: { name: 'business-1', labels: installed.metadata.labels }, status: { version: '' } })] },
      path,
      conflict: 'AlreadyExists',
      fault: message('rule.module-info.once-per-cluster', data),
      wayOut: message('rule.module-info.once-per-cluster.way-out', data),
    },
    {
      title: 'one while another is being removed',
      object: temporary,
      facts: { modules: [going] },
      path,
      conflict: 'Conflict',
      fault: message('rule.module-info.once-per-cluster.removed', data),
      wayOut: message('rule.module-info.once-per-cluster.removed.way-out'),
    },
  ],
});

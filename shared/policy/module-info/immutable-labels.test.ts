import { aModuleInfo } from '../../../test/support/module-builders.ts';
import { testRule } from '../../../test/support/rule-tester.ts';
import { message } from '../../messages/message.ts';
import { immutableLabels } from './immutable-labels.ts';

const cluster = 'metadata.labels[cpaas.io/cluster-name]';
const module = 'metadata.labels[cpaas.io/module-name]';
const facts = {};
const of = (labels: Record<string, string> | undefined) => aModuleInfo({ metadata: { labels } });
const onBusiness = of({ 'cpaas.io/cluster-name': 'business', 'cpaas.io/module-name': 'nfs' });
const said = (path: string, before: string, now: string) => ({
  path,
  fault: message('rule.module-info.immutable-labels', { before, now }),
  wayOut: message('rule.module-info.immutable-labels.way-out'),
});

testRule(immutableLabels, {
  operations: ['UPDATE'],
  fields: [cluster, module],
  allows: [
    { title: 'a CREATE', object: onBusiness, facts },
    { title: 'the same labels', object: onBusiness, facts, operation: { type: 'UPDATE', old: onBusiness } },
    { title: 'labels where there were none', object: onBusiness, facts, operation: { type: 'UPDATE', old: of(undefined) } },
    {
      title: 'a cluster where only the module was named',
      object: onBusiness,
      facts,
      operation: { type: 'UPDATE', old: of({ 'cpaas.io/module-name': 'nfs', 'cpaas.io/cluster-name': '' }) },
    },
  ],
  denies: [
    {
      title: 'another cluster',
      object: of({ 'cpaas.io/cluster-name': 'edge', 'cpaas.io/module-name': 'nfs' }),
      facts,
      operation: { type: 'UPDATE', old: onBusiness },
      ...said(cluster, 'business', 'edge'),
    },
    {
      title: 'another module',
      object: of({ 'cpaas.io/cluster-name': 'business', 'cpaas.io/module-name': 'cni' }),
      facts,
      operation: { type: 'UPDATE', old: onBusiness },
      ...said(module, 'nfs', 'cni'),
    },
    {
      title: 'no cluster any more',
      object: of({ 'cpaas.io/module-name': 'nfs' }),
      facts,
      operation: { type: 'UPDATE', old: onBusiness },
      ...said(cluster, 'business', ''),
    },
    {
      title: 'no labels any more',
      object: of(undefined),
      facts,
      operation: { type: 'UPDATE', old: onBusiness },
      ...said(module, 'nfs', ''),
    },
  ],
});

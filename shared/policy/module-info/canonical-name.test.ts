import { aModuleInfo } from '../../../test/support/module-builders.ts';
import { testRule } from '../../../test/support/rule-tester.ts';
import { message } from '../../messages/message.ts';
import type { ModuleInfo } from '../../model/module-info.ts';
import { canonicalName } from './canonical-name.ts';

const labels = { 'cpaas.io/cluster-name': 'global', 'cpaas.io/module-name': 'web-cli' };
const annotations = { 'cpaas.io/display-name': 'Web Terminal' };
const canonical = 'global-ee98c9991ea1464aaa8054bdacbab313';
const displayed = 'global-89f08044221d109073cc703dc31b4523';

function named(name: string, metadata: Partial<ModuleInfo['metadata']> = {}): ModuleInfo {
  return aModuleInfo({ metadata: { name, labels, ...metadata } });
}

function objectionTo(name: string, wanted = canonical) {
  return {
    path: 'metadata.name',
    fault: message('rule.module-info.canonical-name', { name }),
    wayOut: message('rule.module-info.canonical-name.way-out', { wanted }),
  };
}

/** As it is before the API server makes its name. */
const generated = { ...aModuleInfo(), metadata: { generateName: 'global-', labels } as unknown as ModuleInfo['metadata'] };

testRule(canonicalName, {
  operations: ['CREATE'],
  fields: ['metadata.name'],
  allows: [
    { title: 'the name that the manual prints', object: named(canonical), facts: {} },
    { title: 'the name that follows from the display name', object: named(displayed, { annotations }), facts: {} },
    { title: 'the name without a display name that was added on the way', object: named(canonical, { annotations }), facts: {} },
    { title: 'any name where no cluster is named', object: named('x', { labels: { 'cpaas.io/module-name': 'web-cli' } }), facts: {} },
    { title: 'any name where no plugin is named', object: named('x', { labels: { 'cpaas.io/cluster-name': 'global' } }), facts: {} },
  ],
  denies: [
    {
      title: "a name as in the manual's recipes",
      object: named('global-temporary-name'),
      facts: {},
      ...objectionTo('global-temporary-name'),
    },
    {
      title: 'the name for another cluster',
      object: named(canonical, { labels: { ...labels, 'cpaas.io/cluster-name': 'business' } }),
      facts: {},
      ...objectionTo(canonical, 'business-b40e3f65080aac2f36453096d8f6ad75'),
    },
    { title: 'a name beside a display name', object: named('x', { annotations }), facts: {}, ...objectionTo('x', displayed) },
    { title: 'a name that is still to be generated', object: generated, facts: {}, ...objectionTo('<none>') },
  ],
});

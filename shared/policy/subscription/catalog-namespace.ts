import { message } from '../../messages/message.ts';
import { catalogNamespaces as platformNamespaces } from '../../model/assumptions.ts';
import type { Subscription } from '../../model/subscription.ts';
import { celList, celText } from '../cel.ts';
import { allow, defineRule, deny } from '../rule.ts';

/**
 * A Subscription takes its operator from a catalogue of the platform.
 *
 * Looks at: `.spec.sourceNamespace`
 * Allows:   the namespaces of the platform's catalogues, by default `cpaas-system`
 * Denies:   any other
 */
export const catalogNamespace = defineRule<Subscription>()({
  id: 'subscription.catalog-namespace',
  operations: ['CREATE', 'UPDATE'],
  fields: ['spec.sourceNamespace'],
  needs: ['catalogNamespaces'],
  cel: [
    {
      path: 'spec.sourceNamespace',
      expression: `object.?spec.?sourceNamespace.orValue('') in ${celList(platformNamespaces)}`,
      fault: 'rule.subscription.catalog-namespace',
      wayOut: 'rule.subscription.catalog-namespace.way-out',
      data: { namespace: "object.?spec.?sourceNamespace.orValue('')", namespaces: celText(platformNamespaces.join(', ')) },
    },
  ],
  check({ object: { spec }, facts: { catalogNamespaces } }) {
    if (catalogNamespaces === null || catalogNamespaces.includes(spec.sourceNamespace)) return allow;
    return deny(
      'spec.sourceNamespace',
      message('rule.subscription.catalog-namespace', { namespace: spec.sourceNamespace }),
      message('rule.subscription.catalog-namespace.way-out', { namespaces: catalogNamespaces }),
    );
  },
});

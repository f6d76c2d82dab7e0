import { describe, expect, it } from 'vitest';
import { shippedManifests } from '../test/support/webhook.ts';
import { platformGroups, targetNamespacesAnnotation } from '../shared/model/assumptions.ts';
import { generatedByAnnotation, subscriptions } from '../shared/model/subscription.ts';
import { defaults } from '../shared/policy/defaults/index.ts';
import { policy } from '../shared/policy/index.ts';
import { defaultConfig } from './config.ts';
import { webhookName } from './program.ts';

interface Registration {
  readonly webhooks: readonly {
    readonly name: string;
    readonly clientConfig: { readonly service: unknown; readonly caBundle?: string };
    readonly rules: unknown;
    readonly matchConditions: readonly { readonly name: string; readonly expression: string }[];
    readonly failurePolicy: string;
    readonly timeoutSeconds: number;
  }[];
}

const manifests = shippedManifests();

function shipped<T = Record<string, unknown>>(kind: string): T {
  const [found, ...others] = manifests.filter((object) => object.kind === kind);
  if (found === undefined || others.length > 0) throw new Error(`deploy/ ships ${others.length + 1} ${kind}`);
  return found as T;
}

/** The resource of each kind that has rules or defaults. */
const resources = { Subscription: subscriptions };

/** What the API server has to ask about, from a record of the law. */
function rulesFor(record: Readonly<Record<keyof typeof resources, readonly { readonly operations: readonly string[] }[]>>): unknown {
  return Object.entries(resources).map(([kind, { group, version, plural }]) => ({
    apiGroups: [group],
    apiVersions: [version],
    resources: [plural],
    operations: ['CREATE', 'UPDATE'].filter((type) =>
      record[kind as keyof typeof resources].some(({ operations }) => operations.includes(type)),
    ),
    scope: 'Namespaced',
  }));
}

const hooks = [
  { kind: 'ValidatingWebhookConfiguration', record: policy, path: '/validate', failurePolicy: 'Fail' },
  { kind: 'MutatingWebhookConfiguration', record: defaults, path: '/mutate', failurePolicy: 'Ignore' },
] as const;

describe.each(hooks)('the shipped $kind', ({ kind, record, path, failurePolicy }) => {
  const { webhooks } = shipped<Registration>(kind);

  it('asks about the kinds and operations of the law', () => {
    expect(Object.keys(record)).toEqual(Object.keys(resources));
    expect(webhooks.map(({ rules }) => rules)).toEqual([rulesFor(record)]);
  });

  it('leads to our Service, and leaves the trust to the webhook', () => {
    const service = { namespace: defaultConfig.namespace, name: webhookName, path, port: 443 };
    expect(webhooks.map(({ clientConfig }) => clientConfig)).toEqual([{ service }]);
    expect(webhooks).toMatchObject([
      { name: 'subscriptions.ext.cpaas.io', failurePolicy, timeoutSeconds: defaultConfig.times.review / 1000 },
    ]);
  });
});

it.each(hooks)('the shipped $kind spares what is being deleted, and no CREATE that only says so', ({ kind }) => {
  const conditions = shipped<Registration>(kind).webhooks.flatMap(({ matchConditions }) => matchConditions);
  expect(conditions.find(({ name }) => name === 'not-being-deleted')?.expression).toBe(
    "request.operation != 'UPDATE' || !has(oldObject.metadata.deletionTimestamp)",
  );
});

describe('the conditions of the shipped ValidatingWebhookConfiguration', () => {
  const conditions = shipped<Registration>('ValidatingWebhookConfiguration').webhooks.flatMap(({ matchConditions }) => matchConditions);
  const expressionOf = (name: string) => conditions.find((condition) => condition.name === name)?.expression;

  it('spare whom the program spares', () => {
    expect(expressionOf('not-by-the-platform')).toContain(`[${platformGroups.map((group) => `'${group}'`).join(', ')}]`);
    expect(expressionOf('not-generated-by-olm')).toContain(`'${generatedByAnnotation}'`);
  });

  it('spare no change of a field that a rule looks at', () => {
    expect(expressionOf('changes-what-is-judged')).toContain(`'${targetNamespacesAnnotation}'`);
    const fields = policy.Subscription.flatMap((rule) => rule.fields);
    expect(fields.filter((field) => !field.startsWith('spec.') && field !== `metadata.annotations.${targetNamespacesAnnotation}`)).toEqual(
      [],
    );
  });
});

it('the pods find the ports and the time to drain that the program has', () => {
  const { spec } = shipped<{ spec: { template: { spec: { containers: { ports: unknown }[]; terminationGracePeriodSeconds: number } } } }>(
    'Deployment',
  );
  const [container] = spec.template.spec.containers;
  expect(container?.ports).toEqual([
    { name: 'https', containerPort: defaultConfig.port },
    { name: 'probes', containerPort: defaultConfig.probePort },
  ]);
  expect(spec.template.spec.terminationGracePeriodSeconds * 1000).toBeGreaterThan(defaultConfig.times.drainLimit);
});

it('the registrations come last, so that nothing waits for pods that are not there yet', () => {
  expect(manifests.slice(-2).map(({ kind }) => kind)).toEqual(['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']);
});

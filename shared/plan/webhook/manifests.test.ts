import { describe, expect, it } from 'vitest';
import { platformGroups, targetNamespacesAnnotation } from '../../model/assumptions.ts';
import { policy } from '../../policy/index.ts';
import { webhookManifests } from './index.ts';
import { usualWish, type Manifest, type WebhookWish } from './manifest.ts';

interface Hook {
  readonly name: string;
  readonly clientConfig: { readonly service: { readonly path: string }; readonly caBundle?: string };
  readonly rules: readonly { readonly resources: readonly string[]; readonly operations: readonly string[]; readonly scope: string }[];
  readonly matchConditions: readonly { readonly name: string; readonly expression: string }[];
  readonly failurePolicy: string;
}

function all(wish: Partial<WebhookWish> = {}): Manifest[] {
  return Object.values(webhookManifests({ ...usualWish, ...wish })).flat();
}

function named(kind: string, wish: Partial<WebhookWish> = {}): Manifest[] {
  return all(wish).filter((object) => object.kind === kind);
}

function hooks(kind: string, wish: Partial<WebhookWish> = {}): readonly Hook[] {
  return named(kind, wish).flatMap(({ webhooks }) => webhooks as Hook[]);
}

const policyNames = (wish: Partial<WebhookWish> = {}) => named('ValidatingAdmissionPolicy', wish).map(({ metadata }) => metadata.name);

describe('the registrations', () => {
  it.each([
    ['MutatingWebhookConfiguration', '/mutate', 'Ignore', ['CREATE']],
    ['ValidatingWebhookConfiguration', '/validate', 'Fail', ['CREATE', 'UPDATE']],
  ])('%s asks about both kinds at %s', (kind, path, failurePolicy, operations) => {
    expect(hooks(kind)).toMatchObject([
      {
        name: 'subscriptions.ext.cpaas.io',
        clientConfig: { service: { namespace: 'ext-system', name: 'ext-webhook', path, port: 443 } },
        rules: [{ resources: ['subscriptions'], operations: ['CREATE', 'UPDATE'], scope: 'Namespaced' }],
        failurePolicy,
      },
      { name: 'moduleinfoes.ext.cpaas.io', rules: [{ resources: ['moduleinfoes'], operations, scope: 'Cluster' }], failurePolicy },
    ]);
  });

  it('leave the trust to the webhook', () => {
    expect(hooks('ValidatingWebhookConfiguration').map(({ clientConfig }) => clientConfig.caBundle)).toEqual([undefined, undefined]);
  });

  it('come last, so that nothing waits for pods that are not there yet', () => {
    const kinds = all().map(({ kind }) => kind);
    expect(kinds.slice(-2)).toEqual(['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']);
  });

  it('spare what is being deleted, and no CREATE that only says so', () => {
    const conditions = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].flatMap((kind) => hooks(kind));
    for (const { matchConditions } of conditions) {
      expect(matchConditions.find(({ name }) => name === 'not-being-deleted')?.expression).toBe(
        "request.operation != 'UPDATE' || !has(oldObject.metadata.deletionTimestamp)",
      );
    }
  });

  it('let the platform write what it will', () => {
    for (const { matchConditions } of hooks('ValidatingWebhookConfiguration')) {
      const { expression } = matchConditions.find(({ name }) => name === 'not-by-the-platform') ?? {};
      for (const group of platformGroups) expect(expression).toContain(`'${group}'`);
    }
  });

  it.each(['Subscription', 'ModuleInfo'] as const)('spare no change that a rule about a %s looks at', (kind) => {
    const hook = hooks('ValidatingWebhookConfiguration')[kind === 'Subscription' ? 0 : 1];
    const { expression = '' } = hook?.matchConditions.find(({ name }) => name === 'changes-what-is-judged') ?? {};
    const judged = policy[kind].filter(({ cel, operations }) => cel === undefined && operations.includes('UPDATE'));
    const outside = judged.flatMap(({ fields }) => fields).filter((field) => !field.startsWith('spec.'));
    expect(expression).toContain('object.?spec != oldObject.?spec');
    expect(outside).toEqual(kind === 'Subscription' ? [`metadata.annotations[${targetNamespacesAnnotation}]`] : []);
    for (const field of outside)
      expect(expression).toContain(field.replace('metadata.annotations[', "object.?metadata.?annotations[?'").replace(']', "']"));
  });
});

describe('the policies', () => {
  it('are those of the rules about an object alone', () => {
    expect(policyNames()).toEqual(['ext-catalog-namespace', 'ext-type-label', 'ext-immutable-labels', 'ext-name-unchanged']);
    expect(named('ValidatingAdmissionPolicyBinding').map(({ metadata }) => metadata.name)).toEqual(policyNames());
  });

  it('say what the rule says', () => {
    const [first] = named('ValidatingAdmissionPolicy');
    expect(first?.['spec']).toMatchObject({
      failurePolicy: 'Fail',
      validations: [
        {
          reason: 'Invalid',
          messageExpression:
            "'subscription.catalog-namespace: spec.sourceNamespace: ' + 'catalogs of namespace ' + " +
            "object.?spec.?sourceNamespace.orValue('') + ' are not used on this platform' + '; ' + 'set ' + 'cpaas-system'",
        },
      ],
    });
  });
});

describe('on a workload cluster', () => {
  const workload = { role: 'workload' } as const;

  it('no ModuleInfo is judged, and every new one is denied', () => {
    for (const kind of ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']) {
      expect(hooks(kind, workload).map(({ name }) => name)).toEqual(['subscriptions.ext.cpaas.io']);
    }
    expect(policyNames(workload)).toEqual(['ext-catalog-namespace', 'ext-global-only']);
  });

  it('the webhook may read nothing of plugins', () => {
    expect(JSON.stringify(named('ClusterRole', workload))).not.toMatch(/cluster\.alauda\.io|tkestack/);
    expect(JSON.stringify(named('ClusterRole'))).toMatch(/cluster\.alauda\.io.*tkestack/);
  });

  it('it is told what it is', () => {
    expect(JSON.stringify(named('Deployment', workload))).toContain('"args":["--role=workload"]');
  });
});

it('a pull secret is named where one is given', () => {
  expect(JSON.stringify(named('Deployment'))).not.toContain('imagePullSecrets');
  expect(JSON.stringify(named('Deployment', { pullSecret: 'mine' }))).toContain('"imagePullSecrets":[{"name":"mine"}]');
});

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
  readonly matchPolicy: string;
  readonly namespaceSelector?: object;
}

interface Pod {
  readonly containers: readonly { readonly securityContext: object }[];
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

  it('are asked in whatever version an object is written', () => {
    for (const kind of ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']) {
      expect(hooks(kind).map(({ matchPolicy }) => matchPolicy)).toEqual(['Equivalent', 'Equivalent']);
    }
  });

  it('spare three namespaces, known by a label that the API server itself sets', () => {
    const spared = { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['ext-system', 'kube-system', 'cpaas-system'] };
    for (const kind of ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']) {
      expect(hooks(kind).map(({ namespaceSelector }) => namespaceSelector)).toEqual([{ matchExpressions: [spared] }, undefined]);
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

describe('the pods', () => {
  it('keep nothing on their node, take nothing from it, and can do no more than anybody', () => {
    const pods = named('Deployment').map(({ spec }) => (spec as { template: { spec: Pod } }).template.spec);
    expect(pods).toHaveLength(1);
    for (const pod of pods) {
      for (const key of ['volumes', 'hostNetwork', 'hostPID', 'hostIPC', 'hostUsers']) expect(pod).not.toHaveProperty(key);
      const securityContext = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
      expect(pod.containers.map((container) => container.securityContext)).toEqual([securityContext]);
    }
  });

  it('speak to API servers and the DNS, and to nobody else', () => {
    const spec = named('NetworkPolicy')[0]?.['spec'];
    const on = (protocol: string, ...ports: number[]) => ports.map((port) => ({ protocol, port }));
    expect(spec).toMatchObject({ policyTypes: ['Ingress', 'Egress'] });
    expect((spec as { egress: object[] }).egress).toEqual([
      { ports: on('TCP', 443, 6443) },
      { ports: [...on('UDP', 53), ...on('TCP', 53)] },
    ]);
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

describe.each(['secret', 'cert-manager'] as const)('with a certificate that somebody else has issued (%s)', (tls) => {
  it('the pods mount it, and know where', () => {
    const { spec } = named('Deployment', { tls })[0] as unknown as { spec: { template: { spec: Record<string, unknown[]> } } };
    const { containers, volumes } = spec.template.spec;
    expect(volumes).toEqual([{ name: 'tls', secret: { secretName: 'ext-webhook-tls' } }]);
    expect(containers).toMatchObject([
      {
        args: ['--role=global', '--tls-dir=/etc/ext-webhook/tls'],
        volumeMounts: [{ name: 'tls', mountPath: '/etc/ext-webhook/tls', readOnly: true }],
      },
    ]);
  });

  it.each(['global', 'workload'] as const)(
    'on a %s cluster the webhook may neither see nor make Secrets, nor change whom the API server trusts',
    (role) => {
      expect(JSON.stringify(named('Role', { tls, role }))).not.toContain('secrets');
      const [before, after] = [{ role }, { tls, role }].map(
        (wish) => named('ClusterRole', wish)[0]?.['rules'] as { resources: string[]; verbs: string[] }[],
      );
      expect(after?.slice(0, -1)).toEqual(before?.slice(0, -1));
      expect(after?.at(-1)).toEqual({ ...before?.at(-1), verbs: ['list', 'watch'] });
    },
  );

  it('nothing else is another', () => {
    const kinds = [
      'Deployment',
      'Role',
      'ClusterRole',
      'MutatingWebhookConfiguration',
      'ValidatingWebhookConfiguration',
      'Issuer',
      'Certificate',
    ];
    const rest = (wish: Partial<WebhookWish>) => all(wish).filter(({ kind }) => !kinds.includes(kind));
    expect(rest({ tls })).toEqual(rest({}));
  });
});

describe('cert-manager', () => {
  const wish = { tls: 'cert-manager' } as const;
  const spec = (object: Manifest | undefined) => object?.['spec'] as Record<string, unknown> | undefined;

  it('issues from an authority of its own what the API server asks for, into the Secret that the pods mount', () => {
    const [issuers, certificates] = [named('Issuer', wish), named('Certificate', wish)];
    const [root, leaf] = certificates;
    const issuerOf = (certificate: Manifest | undefined) => {
      const issuer = spec(certificate)?.['issuerRef'] as { name: string } | undefined;
      return spec(issuers.find(({ metadata }) => metadata.name === issuer?.name));
    };
    expect(issuerOf(root)).toEqual({ selfSigned: {} });
    expect(issuerOf(leaf)).toEqual({ ca: { secretName: spec(root)?.['secretName'] } });
    expect(spec(root)).toMatchObject({ isCA: true, privateKey: { rotationPolicy: 'Never' } });
    expect(spec(leaf)).toMatchObject({ secretName: 'ext-webhook-tls', dnsNames: ['ext-webhook.ext-system.svc', expect.any(String)] });
    // The Secret of the webhook's own authority is left alone, for whoever goes back.
    expect(certificates.map((each) => spec(each)?.['secretName'])).not.toContain('ext-webhook-ca');
  });

  it('writes into both registrations who has issued that', () => {
    const [, leaf] = named('Certificate', wish);
    for (const kind of ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']) {
      const annotations = { 'cert-manager.io/inject-ca-from': `${leaf?.metadata.namespace}/${leaf?.metadata.name}` };
      expect(named(kind, wish).map(({ metadata }) => metadata.annotations)).toEqual([annotations]);
      expect(named(kind, { tls: 'secret' }).map(({ metadata }) => metadata.annotations)).toEqual([undefined]);
    }
  });
});

it('every webhook trusts whom the wish names, where it does', () => {
  const bundles = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].flatMap((kind) =>
    hooks(kind, { tls: 'secret', caBundle: 'YQ==' }),
  );
  expect(bundles.map(({ clientConfig }) => clientConfig.caBundle)).toEqual(['YQ==', 'YQ==', 'YQ==', 'YQ==']);
});

it('a pull secret is named where one is given', () => {
  expect(JSON.stringify(named('Deployment'))).not.toContain('imagePullSecrets');
  expect(JSON.stringify(named('Deployment', { pullSecret: 'mine' }))).toContain('"imagePullSecrets":[{"name":"mine"}]');
});

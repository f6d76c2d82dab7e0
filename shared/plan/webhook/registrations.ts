import { moduleInfoes } from '../../model/module-info.ts';
import type { Resource } from '../../model/resource.ts';
import { subscriptions } from '../../model/subscription.ts';
import { defaults } from '../../policy/defaults/index.ts';
import { policy, type Policy } from '../../policy/index.ts';
import type { PlatformRole } from '../../policy/rule.ts';
import {
  changesAny,
  judgedOfSubscriptions,
  namespaceSelector,
  notBeingDeleted,
  notByThePlatform,
  notGeneratedByOlm,
  type MatchCondition,
} from './conditions.ts';
import { injectionOf } from './certificates.ts';
import { ruleFor, webhookName, webhookNamespace, type Manifest, type WebhookWish } from './manifest.ts';

/** Seconds that the API server waits for a verdict. */
export const reviewSeconds = 5;

interface KindParts {
  readonly resource: Resource;
  readonly roles: readonly PlatformRole[];
  readonly mutating: readonly MatchCondition[];
  readonly validating: readonly MatchCondition[];
  /** Judging a new installation claims its place, unless it is a dry run. */
  readonly sideEffects: 'None' | 'NoneOnDryRun';
}

const kinds: Readonly<Record<keyof Policy, KindParts>> = {
  Subscription: {
    resource: subscriptions,
    roles: ['global', 'workload'],
    // OLM may run among the platform's own, and what it makes for a dependency is to become Manual whoever made it.
    mutating: [notBeingDeleted],
    validating: [notByThePlatform, notBeingDeleted, notGeneratedByOlm, changesAny(judgedOfSubscriptions)],
    sideEffects: 'None',
  },
  ModuleInfo: {
    resource: moduleInfoes,
    roles: ['global'],
    mutating: [notByThePlatform, notBeingDeleted],
    validating: [notByThePlatform, notBeingDeleted, changesAny(['spec'])],
    sideEffects: 'NoneOnDryRun',
  },
};

/** The registrations of both halves. They are applied last: from then on nothing of these kinds is written without the webhook. */
export function webhookRegistrations({ role, tls, caBundle }: Pick<WebhookWish, 'role' | 'tls' | 'caBundle'>): Manifest[] {
  const here = (Object.keys(kinds) as (keyof Policy)[]).filter((kind) => kinds[kind].roles.includes(role));
  const metadata = { name: webhookName, ...(tls === 'cert-manager' && { annotations: injectionOf(webhookName) }) };
  const registration = (kind: string, hooks: readonly Hook[]): Manifest => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind,
    metadata,
    webhooks: hooks.map((each) => (caBundle === undefined ? each : { ...each, clientConfig: { ...each.clientConfig, caBundle } })),
  });
  return [
    registration('MutatingWebhookConfiguration', here.map(mutatingHook)),
    registration('ValidatingWebhookConfiguration', here.map(validatingHook)),
  ];
}

interface Hook extends Readonly<Record<string, unknown>> {
  readonly clientConfig: object;
}

function mutatingHook(kind: keyof Policy): Hook {
  const { resource, mutating } = kinds[kind];
  return {
    ...hook(resource, '/mutate', defaults[kind]),
    matchConditions: mutating,
    // A default that is not set is repaired later; nobody has to wait for it.
    failurePolicy: 'Ignore',
    reinvocationPolicy: 'IfNeeded',
    sideEffects: 'None',
  };
}

function validatingHook(kind: keyof Policy): Hook {
  const { resource, validating, sideEffects } = kinds[kind];
  const asked = policy[kind].filter(({ cel }) => cel === undefined);
  return { ...hook(resource, '/validate', asked), matchConditions: validating, failurePolicy: 'Fail', sideEffects };
}

/** What both halves have in common. The webhook itself writes caBundle, unless somebody else does. */
function hook(resource: Resource, path: string, asked: readonly { readonly operations: readonly string[] }[]): Hook {
  return {
    name: `${resource.plural}.ext.cpaas.io`,
    clientConfig: { service: { namespace: webhookNamespace, name: webhookName, path, port: 443 } },
    rules: [
      ruleFor(
        resource,
        asked.flatMap(({ operations }) => operations),
      ),
    ],
    ...(resource.namespaced && { namespaceSelector }),
    matchPolicy: 'Equivalent',
    timeoutSeconds: reviewSeconds,
    admissionReviewVersions: ['v1'],
  };
}

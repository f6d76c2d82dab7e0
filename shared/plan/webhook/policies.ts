import { en } from '../../messages/en.ts';
import type { MessageId } from '../../messages/message.ts';
import { moduleInfoes } from '../../model/module-info.ts';
import type { Resource } from '../../model/resource.ts';
import { subscriptions } from '../../model/subscription.ts';
import { celText } from '../../policy/cel.ts';
import { policy, type Policy } from '../../policy/index.ts';
import type { CelCheck, PlatformRole, Rule } from '../../policy/rule.ts';
import { changesAny, namespaceSelector, notBeingDeleted, notByThePlatform, notGeneratedByOlm, type MatchCondition } from './conditions.ts';
import { ruleFor, type Manifest } from './manifest.ts';

const apiVersion = 'admissionregistration.k8s.io/v1';

/** What a ValidatingAdmissionPolicy needs to know of a rule, whatever it is about. */
export type PolicyRule = Pick<Rule, 'id' | 'operations' | 'fields' | 'cel' | 'role'>;

/** How the API server asks about a kind. */
interface KindParts {
  readonly resource: Resource;
  readonly roles: readonly PlatformRole[];
  readonly conditions: readonly MatchCondition[];
}

const kinds: Readonly<Record<keyof Policy, KindParts>> = {
  Subscription: {
    resource: subscriptions,
    roles: ['global', 'workload'],
    conditions: [notByThePlatform, notBeingDeleted, notGeneratedByOlm],
  },
  ModuleInfo: { resource: moduleInfoes, roles: ['global'], conditions: [notByThePlatform, notBeingDeleted] },
};

/** The policies, and their bindings, of the rules about an object alone: the API server asks them itself, with no webhook at work. */
export function webhookPolicies(role: PlatformRole): Manifest[] {
  return (Object.keys(kinds) as (keyof Policy)[]).flatMap((kind) => {
    const rules: readonly PolicyRule[] = policy[kind];
    const here = rules.filter(
      (rule) => rule.cel !== undefined && (rule.role === undefined ? kinds[kind].roles : [rule.role]).includes(role),
    );
    return here.flatMap((rule) => [policyOf(rule, kinds[kind]), bindingOf(rule)]);
  });
}

/** The name of the policy of a rule: `ext-type-label` for `module-info.type-label`. */
export function policyName({ id }: Pick<Rule, 'id'>): string {
  return `ext-${id.slice(id.indexOf('.') + 1)}`;
}

function policyOf(rule: PolicyRule, { resource, conditions }: KindParts): Manifest {
  const { id, operations, fields, cel = [] } = rule;
  return {
    apiVersion,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: policyName(rule) },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        matchPolicy: 'Equivalent',
        ...(resource.namespaced && { namespaceSelector }),
        resourceRules: [ruleFor(resource, operations)],
      },
      matchConditions: [...conditions, ...(operations.includes('UPDATE') ? [changesAny(fields)] : [])],
      validations: cel.map((check) => ({
        expression: check.expression,
        reason: 'Invalid',
        message: id,
        messageExpression: sentenceOf(id, check),
      })),
    },
  };
}

function bindingOf(rule: Pick<Rule, 'id'>): Manifest {
  const name = policyName(rule);
  return {
    apiVersion,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: { policyName: name, validationActions: ['Deny', 'Audit'] },
  };
}

/** `<rule>: <field>: <fault>; <way out>`, as the webhook says it, in CEL. */
function sentenceOf(id: string, { path, fault, wayOut, data }: CelCheck): string {
  return [celText(`${id}: ${path}: `), celMessage(fault, data), celText('; '), celMessage(wayOut, data)].join(' + ');
}

/** The English sentence of a message as a CEL expression. */
function celMessage(id: MessageId, data: CelCheck['data']): string {
  const pieces = en[id].split(/(\{\w+\})/).filter((piece) => piece !== '');
  return pieces.map((piece) => (/^\{\w+\}$/.test(piece) ? (data[piece.slice(1, -1)] ?? "''") : celText(piece))).join(' + ');
}

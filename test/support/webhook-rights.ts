import { readFileSync } from 'node:fs';
import { webhookNamespace } from '../../shared/plan/webhook/manifest.ts';
import { webhookRbac } from '../../shared/plan/webhook/rbac.ts';
import type { PlatformRole } from '../../shared/policy/rule.ts';

/** A verb on a resource: everywhere or in one namespace, on all of them or one. */
interface Right {
  readonly verb: string;
  /** With subresource and group: `subscriptions/status.operators.coreos.com`. */
  readonly resource: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

/** A request that the account of the webhook has made. */
export interface Call extends Right {
  readonly isAllowed: boolean;
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

interface AuditEvent {
  readonly verb: string;
  readonly requestURI: string;
  readonly objectRef?: {
    readonly apiGroup?: string;
    readonly resource: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What the API server has written down about the account of the webhook, of all its replicas. */
export function callsIn(auditLog: string): readonly Call[] {
  const lines = readFileSync(auditLog, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => callOf(JSON.parse(line) as AuditEvent));
}

/** The calls that no right of the webhook in this role covers, each once: `get nodes named node-1`. */
export function beyondRights(calls: readonly Call[], role: PlatformRole): string[] {
  const rights = rightsOf(role);
  return [...new Set(calls.filter((call) => !rights.some((right) => covers(right, call))).map(textOf))];
}

/** The rights of the webhook in this role that none of these calls needs, or none as far as they reach. */
export function unusedRights(calls: readonly Call[], role: PlatformRole): string[] {
  return rightsOf(role)
    .filter((right) => !calls.some((call) => needs(call, right)))
    .map(textOf);
}

function rightsOf(role: PlatformRole): Right[] {
  return webhookRbac({ role, tls: 'own' }).flatMap(({ metadata: { namespace }, rules = [] }) =>
    (rules as readonly Rule[]).flatMap(({ apiGroups, resources, resourceNames = [undefined], verbs }) =>
      apiGroups
        .flatMap((group) => resources.map((resource) => qualified(resource, group)))
        .flatMap((resource) => verbs.flatMap((verb) => resourceNames.map((name) => ({ verb, resource, namespace, name })))),
    ),
  );
}

/** What is no resource, such as `/version`, goes by its path. */
function callOf({ verb, requestURI, objectRef, annotations }: AuditEvent): Call {
  const isAllowed = annotations?.['authorization.k8s.io/decision'] === 'allow';
  if (objectRef === undefined) return { verb, resource: requestURI, isAllowed };
  const { apiGroup = '', resource, subresource, namespace, name } = objectRef;
  const full = subresource === undefined ? resource : `${resource}/${subresource}`;
  return { verb, resource: qualified(full, apiGroup), namespace, name, isAllowed };
}

function covers(right: Right, call: Right): boolean {
  const isSame = (key: 'namespace' | 'name') => right[key] === undefined || right[key] === call[key];
  return right.verb === call.verb && right.resource === call.resource && isSame('namespace') && isSame('name');
}

/** Whether a call needs a right as far as it reaches: what is asked for in the webhook's own namespace only is granted there only. */
function needs(call: Call, right: Right): boolean {
  if (!covers(right, call)) return false;
  if (right.namespace === undefined && call.namespace === webhookNamespace) return false;
  return right.name !== undefined || call.name === undefined || call.verb === 'create' || !othersHave.has(call.resource);
}

/** Everybody has such objects: a right to all of them would be one to those of others. RBAC cannot narrow a creation to a name. */
const othersHave: ReadonlySet<string> = new Set([
  'secrets',
  'configmaps',
  'mutatingwebhookconfigurations.admissionregistration.k8s.io',
  'validatingwebhookconfigurations.admissionregistration.k8s.io',
]);

function qualified(resource: string, group: string): string {
  return group === '' ? resource : `${resource}.${group}`;
}

function textOf({ verb, resource, namespace, name }: Right): string {
  return [verb, resource, namespace && `in ${namespace}`, name && `named ${name}`].filter(Boolean).join(' ');
}

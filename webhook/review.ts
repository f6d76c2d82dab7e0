import { isMapping, type Mapping } from '../shared/cluster/fields.ts';
import type { JsonPatchOperation } from '../shared/cluster/cluster.ts';
import { type JsonLimits, parseJson } from './json.ts';
import { Rejection } from './rejection.ts';

const apiVersion = 'admission.k8s.io/v1';
const kind = 'AdmissionReview';

/** One question of the API server, as far as it is ours. The objects are as somebody wrote them: nothing of them is checked yet. */
export interface AdmissionRequest {
  readonly uid: string;
  /** Which resource, in the version our rules name: the API server converts. */
  readonly resource: { readonly group: string; readonly version: string; readonly resource: string };
  /** `status`; empty for the object itself. */
  readonly subResource: string;
  readonly operation: string;
  /** The kind of the object, as the request names it. */
  readonly kind: string;
  /** Empty while the API server has not made one. */
  readonly name: string;
  /** The groups of who asks. */
  readonly groups: readonly string[];
  readonly object: unknown;
  /** Nothing will be stored, and nothing may be written for it. */
  readonly dryRun: boolean;
  /** What is stored now, on UPDATE. */
  readonly oldObject: unknown;
}

/** One fault of an object, for programs. */
export interface Cause {
  readonly field: string;
  readonly message: string;
}

/** Why an object is refused. */
export interface Denial {
  readonly code: number;
  readonly reason: 'Invalid' | 'AlreadyExists' | 'Conflict' | 'ServiceUnavailable' | 'InternalError';
  readonly message: string;
  readonly causes: readonly Cause[];
  /** When it is worth trying again, where that is known. */
  readonly retryAfterSeconds?: number;
  /** Of the object in question. */
  readonly kind?: string;
  readonly name?: string;
}

/** What is said to one request; without a denial the object may pass. */
export interface Verdict {
  readonly denial?: Denial;
  readonly warnings?: readonly string[];
  /** Changes of the object; only where the API server asks for some. */
  readonly operations?: readonly JsonPatchOperation[];
  /** For the audit log of the API server. */
  readonly notes?: Readonly<Record<string, string>>;
}

/** Finds the verdict on a request within so many milliseconds. */
export type Decide = (request: AdmissionRequest, budget: number) => Promise<Verdict>;

/** Reads an AdmissionReview. Throws a Rejection for what is none that could be answered. */
export function readReview(bytes: Buffer, limits: JsonLimits): AdmissionRequest {
  const review = parseJson(bytes, limits);
  if (!isMapping(review) || review['kind'] !== kind || !isMapping(review['request'])) throw new Rejection(400, 'not-an-admission-review');
  if (review['apiVersion'] !== apiVersion) throw new Rejection(400, 'review-version-not-v1');
  return requestIn(review['request']);
}

function requestIn(request: Mapping): AdmissionRequest {
  return {
    uid: uidOf(request),
    resource: resourceOf(mapping(request['resource'])),
    subResource: text(request['subResource'] ?? ''),
    operation: text(request['operation']),
    kind: text(mapping(request['kind'] ?? {})['kind'] ?? ''),
    name: text(request['name'] ?? ''),
    groups: texts(mapping(request['userInfo'] ?? {})['groups'] ?? []),
    dryRun: request['dryRun'] === true,
    object: request['object'],
    oldObject: request['oldObject'],
  };
}

/** Writes the answer, which always holds the uid of the question. */
export function writeReview({ uid }: Pick<AdmissionRequest, 'uid'>, verdict: Verdict): string {
  const { denial, warnings = [], operations = [], notes } = verdict;
  const response = {
    uid,
    allowed: denial === undefined,
    ...(denial !== undefined && { status: statusOf(denial) }),
    ...(operations.length > 0 && { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(operations)).toString('base64') }),
    ...(warnings.length > 0 && { warnings }),
    ...(notes !== undefined && { auditAnnotations: notes }),
  };
  return JSON.stringify({ apiVersion, kind, response });
}

function statusOf({ code, reason, message, causes, kind: objectKind, name, retryAfterSeconds }: Denial): unknown {
  return {
    status: 'Failure',
    code,
    reason,
    message,
    details: { name, kind: objectKind, retryAfterSeconds, causes: causes.map((cause) => ({ reason: 'FieldValueInvalid', ...cause })) },
  };
}

function resourceOf({ group, version, resource }: Mapping): AdmissionRequest['resource'] {
  return { group: text(group), version: text(version), resource: text(resource) };
}

/** A uid comes back in the answer, so it has to look like one. */
function uidOf({ uid }: Mapping): string {
  if (typeof uid !== 'string' || !/^[0-9A-Za-z-]{1,128}$/.test(uid)) throw new Rejection(400, 'bad-uid');
  return uid;
}

function mapping(value: unknown): Mapping {
  if (!isMapping(value)) throw new Rejection(400, 'bad-request-fields');
  return value;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Rejection(400, 'bad-request-fields');
  return value;
}

function texts(value: unknown): string[] {
  if (!Array.isArray(value)) throw new Rejection(400, 'bad-request-fields');
  return value.map(text);
}

/** How the admission webhook is: it stands, it stands with less than it should, it does not, somebody disabled it, or it is not there. */
export type WebhookHealth = 'Healthy' | 'Degraded' | 'Failed' | 'Disabled' | 'Absent';

/** What is wrong with it. */
export type WebhookFault =
  /** Writes are denied, because registrations lead to nobody. */
  | 'NoReplicaReady'
  /** Nobody is asked, and nobody has ordered that. */
  | 'RegistrationMissing'
  /** The API server does not trust who answers. */
  | 'BundleMismatch'
  | 'AuthorityExpired'
  /** A rule that the API server asks itself is not there, or denies nothing. */
  | 'PolicyMissing'
  /** Where no answer comes, writes pass. */
  | 'NotFailClosed'
  /** Fewer replicas than wanted. */
  | 'ReplicaMissing'
  /** The ConfigMap of modes is heeded by nobody. */
  | 'ModesUnreadable';

/** What was seen of the webhook. Null is what could not be read. */
export interface WebhookSight {
  /** Null where there is no Deployment. */
  readonly replicas: { readonly ready: number; readonly wanted: number } | null;
  readonly registrations: readonly { readonly isThere: boolean; readonly isTrusted: boolean | null }[];
  /** Whether a write is denied where the webhook does not answer. */
  readonly isFailClosed: boolean;
  /** Whether every policy is there with its binding. */
  readonly hasPolicies: boolean;
  readonly isDisabled: boolean;
  readonly hasReadableModes: boolean;
  /** When the authority ends, in milliseconds since the epoch. */
  readonly expires: number | null;
}

/** What of it only makes the webhook weaker. */
const bearable: readonly WebhookFault[] = ['NotFailClosed', 'ReplicaMissing', 'ModesUnreadable'];

/** How the webhook is, and everything that is wrong with it, the worst first. */
export function webhookHealth(sight: WebhookSight, now: number): { health: WebhookHealth; faults: WebhookFault[] } {
  const there = sight.registrations.filter(({ isThere }) => isThere);
  if (sight.replicas === null && there.length === 0 && !sight.isDisabled) return { health: 'Absent', faults: [] };
  if (sight.isDisabled && there.length === 0) return { health: 'Disabled', faults: [] };
  const faults = faultsOf(sight, now);
  const isFailed = faults.some((fault) => !bearable.includes(fault));
  return { health: isFailed ? 'Failed' : faults.length > 0 ? 'Degraded' : 'Healthy', faults };
}

function faultsOf(sight: WebhookSight, now: number): WebhookFault[] {
  const { replicas, registrations, expires } = sight;
  const { ready, wanted } = replicas ?? { ready: 0, wanted: 0 };
  const holds: Readonly<Record<WebhookFault, boolean>> = {
    NoReplicaReady: ready === 0 && registrations.some(({ isThere }) => isThere),
    RegistrationMissing: registrations.some(({ isThere }) => !isThere),
    BundleMismatch: registrations.some(({ isTrusted }) => isTrusted === false),
    AuthorityExpired: expires !== null && expires <= now,
    PolicyMissing: !sight.hasPolicies,
    NotFailClosed: !sight.isFailClosed,
    ReplicaMissing: ready > 0 && ready < wanted,
    ModesUnreadable: !sight.hasReadableModes,
  };
  return (Object.keys(holds) as WebhookFault[]).filter((fault) => holds[fault]);
}

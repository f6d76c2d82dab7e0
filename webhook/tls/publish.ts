import type { Cluster, JsonPatchOperation, Scope } from '../../shared/cluster/cluster.ts';
import type { Resource } from '../../shared/model/resource.ts';
import { keepFollowing } from '../follow.ts';
import type { Log } from '../log.ts';
import { pause } from '../pause.ts';
import { mutatingConfigurations, validatingConfigurations, type WebhookConfiguration } from '../../shared/model/admission.ts';

/** How a registration stands to the bundle; one that is not there asks nobody, so it is as it should be. */
export interface Standing {
  /** The bundle that it was compared with. */
  readonly bundle: string;
  /** Clients trust the authority that signs now. */
  readonly isTrusted: boolean;
  /** Nothing has to be written. */
  readonly isExact: boolean;
}

/** What is published where. */
export interface PublishParts {
  readonly cluster: Pick<Cluster, 'follow' | 'patch'>;
  /** The name of both registrations. */
  readonly name: string;
  readonly identity: {
    /** The authorities that clients are to trust, PEM, the one that signs first. */
    readonly bundle: string;
    readonly changed: AbortSignal;
    /** Looks at what is kept now; asked before another bundle is written over, which may be the right one. */
    reread(): Promise<void>;
  };
  /** One replica writes; the others look. */
  readonly leader: { readonly isLeader: boolean; readonly changed: AbortSignal };
  /** Milliseconds before a failure is tried again, and after each success: whoever writes something else is not answered at once. */
  readonly retryPause: number;
  readonly log: Log;
  /** Told after every look at a registration. */
  readonly onLook: (resource: Resource, standing: Standing) => void;
}

/** The registrations that name this webhook. */
export const registrations: readonly Resource<WebhookConfiguration>[] = [mutatingConfigurations, validatingConfigurations];

/** What is followed of them: the server gives a watch of one name to whoever may watch that name only. */
export function scopeOf(name: string): Scope {
  return { fieldSelector: `metadata.name=${name}` };
}

/** Keeps `caBundle` of both registrations as it has to be, and touches nothing else of them. Works until the signal aborts. */
export async function keepPublished(parts: PublishParts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // Another bundle, or another duty, concerns every registration, so all of them are looked at anew.
    const either = AbortSignal.any([signal, parts.identity.changed, parts.leader.changed]);
    await Promise.all(registrations.map((resource) => keepOne(parts, resource, either)));
  }
}

function keepOne(parts: PublishParts, resource: Resource<WebhookConfiguration>, signal: AbortSignal): Promise<void> {
  const { cluster, name, identity, leader, retryPause, log, onLook } = parts;
  const { bundle } = identity;
  const caBundle = Buffer.from(bundle).toString('base64');
  const onState = async ([found]: readonly WebhookConfiguration[]) => {
    const patch = found === undefined ? [] : patchFor(found, caBundle);
    onLook(resource, { bundle, isExact: patch.length === 0, isTrusted: found === undefined || trusts(found, bundle) });
    if (patch.length === 0 || signal.aborted || !leader.isLeader) return;
    if (found !== undefined && isForeign(found, caBundle)) {
      await identity.reread();
      if (identity.bundle !== bundle) return;
    }
    await cluster.patch(resource, { name }, patch);
    log('bundle.published', { resource: resource.plural });
    await pause(retryPause, signal);
  };
  return keepFollowing(cluster, { resource, scope: scopeOf(name) }, { onState, retryPause, log }, signal);
}

/** Whether everybody who is sent here trusts the authority that signs now, which is the first of the bundle. */
function trusts({ webhooks = [] }: WebhookConfiguration, bundle: string): boolean {
  const [signing = ''] = /-----BEGIN[^]*?-----END CERTIFICATE-----/.exec(bundle) ?? [bundle];
  return webhooks.every(({ clientConfig }) =>
    Buffer.from(clientConfig.caBundle ?? '', 'base64')
      .toString()
      .includes(signing),
  );
}

/** Whether somebody published another bundle, as opposed to none. */
function isForeign({ webhooks = [] }: WebhookConfiguration, caBundle: string): boolean {
  return webhooks.some(({ clientConfig }) => Boolean(clientConfig.caBundle) && clientConfig.caBundle !== caBundle);
}

/** Webhooks have no identity but their place in the list, so the patch tests that each is still where it was. */
function patchFor({ webhooks = [] }: WebhookConfiguration, caBundle: string): JsonPatchOperation[] {
  return webhooks.flatMap(({ name, clientConfig }, index): JsonPatchOperation[] => {
    if (clientConfig.caBundle === caBundle) return [];
    return [
      { op: 'test', path: `/webhooks/${index}/name`, value: name },
      { op: 'add', path: `/webhooks/${index}/clientConfig/caBundle`, value: caBundle },
    ];
  });
}

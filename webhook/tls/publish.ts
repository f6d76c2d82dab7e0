import type { Cluster, JsonPatchOperation } from '../../shared/cluster/cluster.ts';
import type { Resource } from '../../shared/model/resource.ts';
import { keepFollowing } from '../follow.ts';
import type { Log } from '../log.ts';
import { pause } from '../pause.ts';
import { mutatingConfigurations, validatingConfigurations, type WebhookConfiguration } from './resources.ts';

/** What is published where. */
export interface PublishParts {
  readonly cluster: Pick<Cluster, 'follow' | 'patch'>;
  /** The name of both registrations. */
  readonly name: string;
  /** The authorities that clients are to trust, PEM. */
  readonly bundle: string;
  /** What they are to trust as it is kept now; asked before another bundle is written over, which may be the right one. */
  readonly reread: () => Promise<string>;
  /** Milliseconds before a failure is tried again, and after each success: whoever writes something else is not answered at once. */
  readonly retryPause: number;
  readonly log: Log;
  /** Told after every look at a registration. A registration that is not there asks nobody, so it is as it should be. */
  readonly onLook: (resource: Resource, isRight: boolean) => void;
}

/** The registrations that name this webhook. */
export const registrations: readonly Resource<WebhookConfiguration>[] = [mutatingConfigurations, validatingConfigurations];

/** Keeps `caBundle` of both registrations as it has to be, and touches nothing else of them. Works until the signal aborts. */
export async function keepPublished(parts: PublishParts, signal: AbortSignal): Promise<void> {
  let { bundle } = parts;
  while (!signal.aborted) {
    const replaced = new AbortController();
    const replace = (next: string) => {
      bundle = next;
      replaced.abort();
    };
    const either = AbortSignal.any([signal, replaced.signal]);
    // Another bundle concerns every registration, so all of them are looked at anew.
    await Promise.all(registrations.map((resource) => keepOne({ ...parts, bundle, replace }, resource, either)));
  }
}

interface KeepOneParts extends PublishParts {
  /** Told what is to be published instead. */
  readonly replace: (bundle: string) => void;
}

function keepOne(parts: KeepOneParts, resource: Resource<WebhookConfiguration>, signal: AbortSignal): Promise<void> {
  const { cluster, name, bundle, reread, replace, retryPause, log, onLook } = parts;
  const caBundle = Buffer.from(bundle).toString('base64');
  const onState = async ([found]: readonly WebhookConfiguration[]) => {
    const patch = found === undefined ? [] : patchFor(found, caBundle);
    onLook(resource, patch.length === 0);
    if (patch.length === 0 || signal.aborted) return;
    if (found !== undefined && isForeign(found, caBundle)) {
      const kept = await reread();
      if (kept !== bundle) return replace(kept);
    }
    await cluster.patch(resource, { name }, patch);
    log('bundle.published', { resource: resource.plural });
    await pause(retryPause, signal);
  };
  // The server gives a watch of one name to whoever may watch that name only.
  return keepFollowing(cluster, { resource, scope: { fieldSelector: `metadata.name=${name}` } }, { onState, retryPause, log }, signal);
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

import type { Cluster } from '../../shared/cluster/cluster.ts';
import type { WebhookConfiguration } from '../../shared/model/admission.ts';
import type { Resource } from '../../shared/model/resource.ts';
import { keepFollowing } from '../follow.ts';
import type { Log } from '../log.ts';
import { registrations, scopeOf } from './publish.ts';

/** Where bundles are followed. */
export interface BundlesParts {
  readonly cluster: Pick<Cluster, 'follow'>;
  /** The name of both registrations. */
  readonly name: string;
  /** Milliseconds before a failure is tried again. */
  readonly retryPause: number;
  readonly log: Log;
  /** Told of every change. */
  readonly onChange: () => Promise<void>;
}

/** Whom the API server is to trust, as the registrations of this webhook say, whoever writes that. */
export class Bundles {
  readonly #parts: BundlesParts;
  readonly #bundles = new Map<string, readonly string[]>();

  constructor(parts: BundlesParts) {
    this.#parts = parts;
  }

  /** Every bundle once, PEM, empty where a webhook has none. Undefined until both registrations were looked at; one that is not there asks nobody. */
  get all(): readonly string[] | undefined {
    const found = registrations.map(({ plural }) => this.#bundles.get(plural));
    return found.includes(undefined) ? undefined : [...new Set(found.flatMap((each) => each ?? []))];
  }

  /** Follows them until the signal aborts. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(registrations.map((resource) => this.#follow(resource, signal)));
  }

  #follow(resource: Resource<WebhookConfiguration>, signal: AbortSignal): Promise<void> {
    const { cluster, name, retryPause, log, onChange } = this.#parts;
    const onState = ([found]: readonly WebhookConfiguration[]) => {
      const { webhooks = [] } = found ?? {};
      const bundles = webhooks.map(({ clientConfig }) => Buffer.from(clientConfig.caBundle ?? '', 'base64').toString());
      this.#bundles.set(resource.plural, bundles);
      return onChange();
    };
    return keepFollowing(cluster, { resource, scope: scopeOf(name) }, { onState, retryPause, log }, signal);
  }
}

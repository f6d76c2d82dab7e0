import type { Config } from './config.ts';
import { everyNow } from './every-now.ts';
import type { Log } from './log.ts';
import type { WebhookServer } from './server.ts';
import { clientAuthorityIn } from './tls/clients.ts';
import { Files } from './tls/files.ts';

/** By whom clients are known. */
export interface ClientKnowledge {
  /** Who signs their certificates, PEM. */
  readonly authority: string;
  /** Puts another one to use when there is one, until the signal aborts. */
  keep(server: WebhookServer, signal: AbortSignal): Promise<void>;
}

/** By an authority in a file that somebody else writes; undefined where the signal came first. */
export async function knowClients(
  file: string,
  { config, log, now }: { readonly config: Pick<Config, 'times'>; readonly log: Log; readonly now: () => number },
  signal: AbortSignal,
): Promise<ClientKnowledge | undefined> {
  const { retryPause, certificateCheck } = config.times;
  const files = new Files({ what: 'client-authority', paths: [file], make: (texts) => clientAuthorityIn(texts, now()), log });
  const authority = await files.first(retryPause, signal);
  if (authority === undefined) return undefined;
  return {
    authority,
    keep(server, until) {
      const reload = async () => {
        const next = await files.look();
        if (next !== undefined) server.useClientAuthority(next);
      };
      return everyNow(reload, certificateCheck, until);
    },
  };
}

import { onTestFinished } from 'vitest';
import { disableWebhook } from '../../shared/actions/webhook/disable.ts';
import { enableWebhook } from '../../shared/actions/webhook/enable.ts';
import { installWebhook, type WebhookInstallOptions } from '../../shared/actions/webhook/install.ts';
import { statusOfWebhook } from '../../shared/actions/webhook/status.ts';
import { uninstallWebhook } from '../../shared/actions/webhook/uninstall.ts';
import type { ActionContext } from '../../shared/actions/context.ts';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { actionContext } from './action-context.ts';
import { memoryCluster } from './memory-cluster.ts';
import { recordedCluster, type Request } from './recorded-cluster.ts';
import { startScriptedWebhook, withWebhook } from './scripted-webhook.ts';

/** What happens around the commands of the webhook. */
export interface WebhookWorld {
  /** What others do, or the server throws, before a request. */
  readonly before?: (request: Request, memory: Cluster) => unknown;
  readonly context?: Partial<ActionContext>;
  /** What the server says the caller may do; everything where nothing is said. */
  readonly allows?: Cluster['allows'];
}

/** In the year of the scripted certificate. */
const noon = Date.UTC(2026, 0, 2, 12);

/** An empty cluster on which replicas of the webhook become ready, until the test is over, and the commands. */
export function webhookWorld({ before = () => {}, context: parts = {}, allows }: WebhookWorld = {}) {
  const over = new AbortController();
  onTestFinished(() => over.abort());
  const memory = withWebhook(memoryCluster());
  startScriptedWebhook(memory, over.signal);
  const cluster = recordedCluster({ ...memory, ...(allows && { allows }) }, (request) => before(request, memory));
  const context = actionContext(cluster, { now: () => noon, ...parts });
  const quickly = { dryRun: 'none', wait: true, timeout: 5000 } as const;
  return {
    ...{ memory, cluster, context },
    install: (options: Partial<WebhookInstallOptions> = {}) => installWebhook({ role: 'global', ...quickly, ...options }, context),
    disable: (options: Partial<Parameters<typeof disableWebhook>[0]> = {}) =>
      disableWebhook({ reason: 'a test', policies: false, dryRun: 'none', ...options }, context),
    enable: (options: Partial<Parameters<typeof enableWebhook>[0]> = {}) => enableWebhook({ dryRun: 'none', ...options }, context),
    uninstall: (options: Partial<Parameters<typeof uninstallWebhook>[0]> = {}) => uninstallWebhook({ ...quickly, ...options }, context),
    status: () => statusOfWebhook(context),
  };
}

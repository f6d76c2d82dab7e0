import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { ConnectionOptions } from 'node:tls';
import { freePort } from '../../scripts/control-plane/workspace.ts';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { validatingConfigurations } from '../../shared/model/admission.ts';
import { defaultConfig, type Config } from '../../webhook/config.ts';
import { runProgram } from '../../webhook/program.ts';

const quick = { leaderRenew: 10, retryPause: 10, certificateCheck: 10, drainHold: 0, drainQuiet: 0 };

/** The webhook at work in this process. */
export interface WorkingProgram {
  readonly port: number;
  readonly events: readonly string[];
  /** Every line of its log, with all that it tells. */
  readonly lines: readonly string[];
  /** What the probe says; undefined while nobody answers. */
  readiness(): Promise<unknown>;
  /** The value of a metric, with its labels as it is shown; undefined where it is not. */
  metric(name: string): Promise<number | undefined>;
  stop(): Promise<void>;
}

/** The program at work on a cluster in memory. */
export async function startProgram(cluster: Cluster, settings: Partial<Config> = {}): Promise<WorkingProgram> {
  const [port, probePort] = await Promise.all([freePort(), freePort()]);
  const times = { ...defaultConfig.times, ...quick };
  const config: Config = { ...defaultConfig, address: '127.0.0.1', port, probePort, times, ...settings };
  const stop = new AbortController();
  const events: string[] = [];
  const lines: string[] = [];
  const log = (event: string, data: object = {}) => {
    events.push(event);
    lines.push(JSON.stringify({ event, ...data }));
  };
  const clocks = { now: () => Date.now(), clock: () => performance.now(), chance: () => 0.5 };
  const ended = runProgram({ config, cluster, log, holder: String(port), ...clocks }, stop.signal);
  const probe = (path: string) => fetch(`http://127.0.0.1:${probePort}${path}`).catch(() => undefined);
  return {
    ...{ port, events, lines },
    readiness: async () => (await probe('/readyz'))?.json(),
    async metric(name) {
      const line = (await (await probe('/metrics'))?.text())?.split('\n').find((each) => each.startsWith(`${name} `));
      return line === undefined ? undefined : Number(line.slice(name.length));
    },
    async stop() {
      stop.abort();
      await ended;
    },
  };
}

/** Registers the webhook, by default without saying whom to trust. */
export function register(cluster: Cluster, bundle?: string): Promise<unknown> {
  const clientConfig = bundle === undefined ? {} : { caBundle: Buffer.from(bundle).toString('base64') };
  return cluster.create(validatingConfigurations, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'ext-webhook' },
    webhooks: [{ name: 'subscriptions.ext.cpaas.io', clientConfig }],
  });
}

/** What the program answers to whoever trusts this authority. */
export interface Reply {
  readonly status: number | undefined;
  readonly body: string;
}

/** Asks the program for a verdict over a connection of its own. */
export function ask(port: number, ca: string, body: string, options: ConnectionOptions = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const target = { host: '127.0.0.1', port, path: '/validate?timeout=5s', method: 'POST', ca, servername: 'ext-webhook.ext-system.svc' };
    request({ ...target, headers, agent: false, ...options }, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode, body: answer }), reject);
    })
      .on('error', reject)
      .end(body);
  });
}

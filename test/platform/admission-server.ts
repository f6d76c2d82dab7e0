import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { createAuthority } from '../../scripts/control-plane/pki.ts';
import type { KubeObject } from '../../shared/model/object.ts';
import type { Resource } from '../../shared/model/resource.ts';
import type { Webhook } from './resources.ts';
import type { Running } from './running.ts';

/** A webhook of the platform, and where it listens. */
export interface AdmissionServer extends Running {
  readonly url: string;
  /** The certificate authority of the server, PEM. */
  readonly authority: string;
}

/** Where a webhook is reached, and whom to trust there. */
export type AdmissionAddress = Pick<AdmissionServer, 'url' | 'authority'>;

/** The part of the request of an AdmissionReview that the platform looks at. */
export interface AdmissionRequest<T extends KubeObject> {
  readonly uid: string;
  readonly object: T;
  readonly oldObject?: T | null;
}

/** What the platform answers, the uid aside. */
export interface Verdict {
  readonly allowed: boolean;
  readonly status?: { readonly code: number; readonly message: string };
  readonly patchType?: 'JSONPatch';
  /** Base64 of a JSON patch. */
  readonly patch?: string;
}

/** How a webhook decides. */
export interface AdmissionServerOptions<T extends KubeObject> {
  /** The name of the webhook, as people see it in a denial. */
  readonly name: string;
  /** Milliseconds until it answers at the earliest. */
  readonly delay: number;
  decide(request: AdmissionRequest<T>): Promise<Verdict>;
}

/** Starts a webhook on the loopback address, with a certificate authority of its own. */
export async function startAdmissionServer<T extends KubeObject>(options: AdmissionServerOptions<T>): Promise<AdmissionServer> {
  const { name, delay } = options;
  const authority = await createAuthority(`authority of ${name}`);
  const { certificate, key } = await authority.issue({ commonName: name, addresses: ['127.0.0.1'] });
  // The API server keeps idle connections for 90 s and uses them again.
  const server = createServer({ cert: certificate, key, keepAliveTimeout: 120_000 }, (request, response) => {
    Promise.all([answer(options, request), pause(delay)]).then(
      ([review]) => response.setHeader('content-type', 'application/json').end(JSON.stringify(review)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  const port = await listen(server);
  return {
    url: `https://127.0.0.1:${port}/${name}`,
    authority: authority.certificate,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** How the API server is told to ask a webhook about every CREATE and UPDATE of a resource, and to refuse where it does not answer. */
export function webhookAt({ url, authority }: AdmissionAddress, name: string, resource: Resource): Webhook {
  const { group, version, plural, namespaced } = resource;
  return {
    name,
    clientConfig: { url, caBundle: Buffer.from(authority).toString('base64') },
    rules: [
      {
        apiGroups: [group],
        apiVersions: [version],
        resources: [plural],
        operations: ['CREATE', 'UPDATE'],
        scope: namespaced ? 'Namespaced' : 'Cluster',
      },
    ],
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    failurePolicy: 'Fail',
    timeoutSeconds: 5,
  };
}

async function answer<T extends KubeObject>({ decide }: AdmissionServerOptions<T>, incoming: IncomingMessage): Promise<unknown> {
  const { apiVersion, kind, request } = (await json(incoming)) as { apiVersion: string; kind: string; request: AdmissionRequest<T> };
  return { apiVersion, kind, response: { uid: request.uid, ...(await decide(request)) } };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

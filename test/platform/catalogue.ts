import { Server, ServerCredentials, status, type handleServerStreamingCall, type handleUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import type { Bundle } from './bundles/bundle.ts';
import { catalogueContent, type CatalogueContent } from './catalogue-content.ts';
import { registryService, type BundleRequest, type PackageRequest, type WireBundle, type WirePackage } from './registry-protocol.ts';
import type { Running } from './running.ts';

/** What a catalogue starts with. */
export interface CatalogueOptions {
  readonly bundles?: readonly Bundle[];
  /** A free port when absent. */
  readonly port?: number;
  /** Milliseconds that calls under way are given when connections are closed. */
  readonly grace?: number;
}

/** A catalogue of operators, served as a CatalogSource of type grpc wants it. */
export interface Catalogue extends Running {
  /** For `spec.address` of the CatalogSource: the same for as long as the catalogue lives. */
  readonly address: string;
  /** What is served now. */
  readonly bundles: readonly Bundle[];
  /** Serves these bundles instead, and makes clients connect anew, upon which OLM resolves at once. An empty list is a catalogue that lost its content. */
  publish(bundles: readonly Bundle[]): void;
  /** Nobody answers at the address any more. */
  fallSilent(): void;
  /** Answers again after a silence. */
  speakAgain(): Promise<void>;
}

/** Starts a catalogue on the loopback address. */
export async function startCatalogue({ bundles: first = [], port = 0, grace = 1000 }: CatalogueOptions = {}): Promise<Catalogue> {
  let bundles = first;
  let content = catalogueContent(first);
  const listen = (at: number) => serve(() => content, at);
  let { server, port: bound } = await listen(port);
  const address = `127.0.0.1:${bound}`;
  return {
    address,
    get bundles() {
      return bundles;
    },
    publish(next) {
      content = catalogueContent(next);
      bundles = next;
      server.drain(address, grace);
    },
    fallSilent: () => server.forceShutdown(),
    async speakAgain() {
      ({ server } = await listen(bound));
    },
    async stop() {
      server.forceShutdown();
    },
  };
}

async function serve(content: () => CatalogueContent, at: number): Promise<{ server: Server; port: number }> {
  const server = new Server();
  server.addService(registryService(), { ...answers(content) });
  const listening = Promise.withResolvers<number>();
  server.bindAsync(`127.0.0.1:${at}`, ServerCredentials.createInsecure(), (error, port) =>
    error === null ? listening.resolve(port) : listening.reject(error),
  );
  return { server, port: await listening.promise };
}

interface Answers {
  readonly ListPackages: handleServerStreamingCall<object, { name: string }>;
  readonly ListBundles: handleServerStreamingCall<object, WireBundle>;
  readonly GetPackage: handleUnaryCall<PackageRequest, WirePackage>;
  readonly GetBundle: handleUnaryCall<BundleRequest, WireBundle>;
  readonly GetBundleForChannel: handleUnaryCall<BundleRequest, WireBundle>;
}

function answers(content: () => CatalogueContent): Answers {
  return {
    ListPackages(call) {
      for (const { name } of content().packages) call.write({ name });
      call.end();
    },
    ListBundles(call) {
      for (const bundle of content().bundles) call.write(bundle);
      call.end();
    },
    GetPackage: ({ request }, reply) => answer(reply, () => content().packageNamed(request.name)),
    GetBundle: ({ request }, reply) => answer(reply, () => content().bundle(request.pkgName, request.channelName, request.csvName)),
    GetBundleForChannel: ({ request }, reply) => answer(reply, () => content().bundle(request.pkgName, request.channelName)),
  };
}

/** The real server gives every failure the code UNKNOWN and a sentence. */
function answer<T>(reply: sendUnaryData<T>, find: () => T): void {
  try {
    reply(null, find());
  } catch (error) {
    reply({ code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
  }
}

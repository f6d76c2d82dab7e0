import { Client, credentials, type MethodDefinition } from '@grpc/grpc-js';
import { registryService, type BundleRequest, type PackageRequest, type WireBundle, type WirePackage } from './registry-protocol.ts';

/** A connection to a catalogue, with the calls that OLM and its package-server make. */
export interface CatalogueClient {
  listPackages(): Promise<{ name: string }[]>;
  listBundles(): Promise<WireBundle[]>;
  getPackage(request: PackageRequest): Promise<WirePackage>;
  getBundle(request: BundleRequest): Promise<WireBundle>;
  getBundleForChannel(request: BundleRequest): Promise<WireBundle>;
  close(): void;
}

/** Everything that an image of a bundle would hold. */
export interface FoundBundle {
  readonly bundle: WireBundle;
  readonly channels: readonly string[];
  readonly defaultChannel: string;
}

/** Connects to the catalogue at an address. */
export function connectCatalogue(address: string): CatalogueClient {
  const client = new Client(address, credentials.createInsecure(), {
    // Shared connections share their back-off too: a catalogue that is back would go unnoticed for a while.
    'grpc.use_local_subchannel_pool': 1,
  });
  const service = registryService();
  const unary = <Request, Response>(name: string) => {
    const { path, requestSerialize, responseDeserialize } = service[name] as MethodDefinition<Request, Response>;
    return (request: Request) =>
      new Promise<Response>((resolve, reject) => {
        client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, response) =>
          error === null && response !== undefined ? resolve(response) : reject(error ?? new Error(`${name} was not answered`)),
        );
      });
  };
  const list = <Response>(name: string) => {
    const { path, requestSerialize, responseDeserialize } = service[name] as MethodDefinition<object, Response>;
    return async () => {
      const all: Response[] = [];
      for await (const one of client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, {})) all.push(one as Response);
      return all;
    };
  };
  return {
    listPackages: list<{ name: string }>('ListPackages'),
    listBundles: list<WireBundle>('ListBundles'),
    getPackage: unary<PackageRequest, WirePackage>('GetPackage'),
    getBundle: unary<BundleRequest, WireBundle>('GetBundle'),
    getBundleForChannel: unary<BundleRequest, WireBundle>('GetBundleForChannel'),
    close: () => client.close(),
  };
}

/** The bundle whose image has this path, with its content, or undefined when the catalogue has none. */
export async function bundleAt(address: string, path: string): Promise<FoundBundle | undefined> {
  const client = connectCatalogue(address);
  try {
    const entries = (await client.listBundles()).filter(({ bundlePath }) => bundlePath === path);
    const [entry] = entries;
    if (entry === undefined) return undefined;
    const { packageName, channelName, csvName } = entry;
    const [bundle, { defaultChannelName }] = await Promise.all([
      client.getBundle({ pkgName: packageName, channelName, csvName }),
      client.getPackage({ name: packageName }),
    ]);
    return { bundle, channels: entries.map((one) => one.channelName), defaultChannel: defaultChannelName };
  } finally {
    client.close();
  }
}

import { fileURLToPath } from 'node:url';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** An API as a bundle provides or requires it. */
export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** A typed value, JSON in text: `olm.package`, `olm.gvk` and their like. */
export interface Property {
  readonly type: string;
  readonly value: string;
}

/** A bundle in one channel, as it goes over the wire. */
export interface WireBundle {
  csvName: string;
  packageName: string;
  channelName: string;
  csvJson: string;
  object: readonly string[];
  bundlePath: string;
  providedApis: readonly GroupVersionKind[];
  requiredApis: readonly GroupVersionKind[];
  version: string;
  skipRange: string;
  dependencies: readonly Property[];
  properties: readonly Property[];
  replaces: string;
  skips: readonly string[];
}

/** A package, as it goes over the wire. */
export interface WirePackage {
  name: string;
  channels: readonly { name: string; csvName: string }[];
  defaultChannelName: string;
}

/** Asks for a package. */
export interface PackageRequest {
  readonly name: string;
}

/** Asks for a bundle; without `csvName`, for the head of the channel. */
export interface BundleRequest {
  readonly pkgName: string;
  readonly channelName: string;
  readonly csvName?: string;
}

/** Reads the definition of the service from the protocol file. */
export function registryService(): ServiceDefinition {
  const file = fileURLToPath(new URL('registry.proto', import.meta.url));
  const service = loadSync(file, { keepCase: true, defaults: true, arrays: true })['api.Registry'];
  return service as ServiceDefinition;
}

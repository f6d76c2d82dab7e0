import { type Digest, isDigest } from './digest.ts';

/** The full name of an image: `harbor.demo.io/middleware/harbor-core:v2.12.11`. */
export interface ImageReference {
  /** `host[:port]` */
  readonly registry: string;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: Digest | undefined;
}

const host = /^(?:[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*|\[[\da-f:.]+\])(?::\d{1,5})?$/i;
const component = String.raw`[a-z\d]+(?:(?:\.|_|__|-+)[a-z\d]+)*`;
const repositoryPattern = new RegExp(`^${component}(?:/${component})*$`);
const tagPattern = /^[A-Za-z\d_][A-Za-z\d_.-]{0,127}$/;
const longestRepository = 255;
/** Each part holds what no other part may, so that there is one way to read a name. */
const parts = /^([^/@]*)\/([^:@]*)(?::([^:@]*))?(?:@([^@]*))?$/;

/** Whether a text is the path of a repository by the grammar of the OCI distribution specification. */
export function isRepository(text: string): boolean {
  return text.length <= longestRepository && repositoryPattern.test(text);
}

/** Whether a text is a tag by the grammar of the OCI distribution specification. */
export function isTag(text: string): text is string {
  return tagPattern.test(text);
}

/**
 * Reads the full name of an image: registry, repository, and a tag, a digest or both. Undefined for anything else, also for names that leave the
 * registry out: what such a name means depends on who reads it.
 */
export function imageReferenceIn(text: string): ImageReference | undefined {
  const [, registry = '', repository = '', tag, digest] = parts.exec(text) ?? [];
  const isNamed = tag !== undefined || digest !== undefined;
  if (!isNamed || !isRegistry(registry) || !isRepository(repository)) return undefined;
  return isAbsentOr(isTag, tag) && isAbsentOr(isDigest, digest) ? { registry, repository, tag, digest } : undefined;
}

/** The name as it is written. */
export function referenceText({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

function isAbsentOr<T extends string>(is: (text: string) => text is T, text: string | undefined): text is T | undefined {
  return text === undefined || is(text);
}

/** A first part is a registry where it cannot be part of a repository's path: with a dot, a port, or the name localhost. */
export function isRegistry(text: string): boolean {
  return host.test(text) && (/[.:]/.test(text) || text === 'localhost');
}

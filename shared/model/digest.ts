/** The name of content by its hash, as OCI writes it. Only what `isDigest` has seen may become part of a path or URL. */
export type Digest = `sha256:${string}`;

const pattern = /^sha256:[0-9a-f]{64}$/;

/** Whether a value is a digest that this program computes itself; sha512 is not, and neither is a name that only begins like one. */
export function isDigest(value: unknown): value is Digest {
  return typeof value === 'string' && pattern.test(value);
}

/** The 64 hexadecimal digits of a digest. */
export function hexOf(digest: Digest): string {
  return digest.slice('sha256:'.length);
}

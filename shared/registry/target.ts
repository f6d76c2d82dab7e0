import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { type ImageReference, imageReferenceIn, isRepository, referenceText } from '../model/image-reference.ts';
import type { SourceWish } from './source-wish.ts';

/** A repository, and the registry that holds it. */
export interface Target {
  /** `host[:port]`, as auth files name it. */
  readonly registry: string;
  readonly repository: string;
  /** The full name by which people know what is asked for. */
  readonly image: string;
}

/** Where Docker's registry answers, and what auth files call it. */
const endpoints: ReadonlyMap<string, string> = new Map([['docker.io', 'registry-1.docker.io']]);

/** Where a registry is asked. */
export function originOf(registry: string, isPlain: boolean): URL {
  return new URL(`${isPlain ? 'http' : 'https'}://${endpoints.get(registry) ?? registry}`);
}

/** The registry that flags are about: that of `from`, or else that of the artifact. Throws as `targetsFrom`. */
export function chosenRegistry({ from, artifact }: Pick<SourceWish, 'from' | 'artifact'>): string {
  return targetsFrom(from)(artifact).registry;
}

/**
 * Where images are asked for: in place of its own registry, `from` stands before the repository of each, `host[:port][/prefix]`.
 * Throws `usage` where `from` is no name of a registry.
 */
export function targetsFrom(from: string | undefined): (reference: ImageReference) => Target {
  if (from === undefined)
    return (reference) => ({ registry: reference.registry, repository: reference.repository, image: referenceText(reference) });
  const wrong = new ExtError('usage', message('registry.bad-from', { from }), { hints: [message('registry.bad-from-hint')] });
  // The grammar of full names decides what a registry is; a prefix takes the place of a repository, or there is none.
  const named = imageReferenceIn(`${from.replace(/\/+$/, '')}/x:x`);
  if (named === undefined) throw wrong;
  const prefix = named.repository.slice(0, -1);
  return (reference) => {
    const placed = `${prefix}${reference.repository}`;
    if (!isRepository(placed)) throw wrong;
    return { registry: named.registry, repository: placed, image: referenceText(reference) };
  };
}

import jsonPatch, { JsonPatchError } from 'fast-json-patch';
import type { JsonPatchOperation } from '../../shared/cluster/cluster.ts';

/** The value that a JSON patch (RFC 6902) makes of a target; null where a `test` fails or a path leads nowhere. */
export function jsonPatched(target: object, patch: readonly JsonPatchOperation[]): unknown {
  const operations = patch.map((operation) => ({ ...operation, value: operation.value }));
  try {
    return jsonPatch.applyPatch(target, operations, true, false).newDocument;
  } catch (error) {
    if (error instanceof JsonPatchError) return null;
    throw error;
  }
}

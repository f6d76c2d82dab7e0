import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import { type Message, message } from '../messages/message.ts';
import { MisshapenError } from '../model/document.ts';

const deepest = 64;
const plainTags: ReadonlySet<string> = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
);

/** The value of a node of YAML, as JSON could have written it. Throws MisshapenError for what JSON could not, and for keys that are there twice. */
export function plainValue(node: unknown, depth = 0): unknown {
  if (depth > deepest) throw new MisshapenError(message('package.yaml-depth', { most: deepest }));
  if (node === null) return null;
  checkPlain(node as Node);
  if (isMap(node)) return mappingFrom(node.items, depth);
  if (isSeq(node)) return node.items.map((item) => plainValue(item, depth + 1));
  if (isScalar(node) && isPlain(node.value)) return node.value;
  throw new MisshapenError(fault(node as Node));
}

/** Tags and anchors lead two readers to two values. */
function checkPlain(node: Node): void {
  const isMarked = 'anchor' in node && node.anchor !== undefined;
  if (isMarked || (node.tag !== undefined && !plainTags.has(node.tag))) throw new MisshapenError(fault(node));
}

function mappingFrom(pairs: readonly Pair[], depth: number): Record<string, unknown> {
  const entries = new Map<string, unknown>();
  for (const { key, value } of pairs) {
    const isText = isScalar(key) && typeof key.value === 'string';
    if (!isText || entries.has(key.value as string)) throw new MisshapenError(fault(key as Node));
    checkPlain(key);
    entries.set(key.value as string, plainValue(value, depth + 1));
  }
  return Object.fromEntries(entries);
}

function isPlain(value: unknown): boolean {
  return value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
}

function fault(node: Node): Message {
  return message('package.yaml-value', { at: node.range?.[0] ?? 0 });
}

import { isUtf8 } from 'node:buffer';
import { constructFromEvents, CORE_SCHEMA, type DocumentDirective, type Event, EVENT_ID, parseEvents, realMapTag } from 'js-yaml';
import { yamlFault } from '../files/yaml-fault.ts';
import { message } from '../messages/message.ts';
import { MisshapenError } from '../model/document.ts';
import { isCrowded, yamlMarks } from './crowded.ts';

/** The largest `metadata.yaml`, in bytes. */
export const largestMetadata = 1024 * 1024;

/** About 6,000 lines. */
const mostMarks = 50_000;

const deepest = 64;

/** Mappings are read as maps, because an object would make texts of all keys. */
const schema = CORE_SCHEMA.withTags(realMapTag);

/**
 * Reads a YAML document with nothing in it that JSON has not: no tags but those of JSON's own values, no anchors or aliases, at most 64 levels, each
 * key once. Throws MisshapenError for anything else.
 */
export function readYaml(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new MisshapenError(message('package.no-utf8'));
  if (isCrowded(bytes, yamlMarks, mostMarks)) throw new MisshapenError(message('package.crowded', { most: mostMarks }));
  const source = bytes.toString();
  try {
    const events = parseEvents(source, {});
    checkPlain(events);
    const [document = null, ...others] = constructFromEvents(events, { source, schema });
    if (others.length > 0) throw new MisshapenError(message('package.yaml-documents'));
    return plainValue(document);
  } catch (error) {
    if (error instanceof MisshapenError) throw error;
    throw new MisshapenError(message('package.no-yaml', { ...yamlFault(error) }));
  }
}

/** Names for values lead two readers to two values, and so do the words of another version. */
function checkPlain(events: readonly Event[]): void {
  let depth = 0;
  for (const event of events) {
    const isOther = event.type === EVENT_ID.DOCUMENT && event.directives.some(isOtherVersion);
    if (isOther) throw new MisshapenError(message('package.yaml-version'));
    if ('anchorStart' in event && event.anchorStart !== -1) throw new MisshapenError(message('package.yaml-value'));
    if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING) depth += 1;
    if (event.type === EVENT_ID.POP) depth -= 1;
    if (depth > deepest) throw new MisshapenError(message('package.yaml-depth', { most: deepest }));
  }
}

function isOtherVersion(directive: DocumentDirective): boolean {
  return directive.kind === 'yaml' && directive.version !== '1.2';
}

function plainValue(value: unknown): unknown {
  if (value instanceof Map)
    return Object.fromEntries([...(value as Map<unknown, unknown>)].map(([key, each]) => [plainKey(key), plainValue(each)]));
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new MisshapenError(message('package.yaml-value'));
  return value;
}

function plainKey(key: unknown): string {
  if (typeof key === 'string') return key;
  throw new MisshapenError(message('package.yaml-value'));
}

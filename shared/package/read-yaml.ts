import { isUtf8 } from 'node:buffer';
import { Lexer, parseDocument } from 'yaml';
import { message } from '../messages/message.ts';
import { MisshapenError } from '../model/document.ts';
import { plainValue } from './yaml-value.ts';

/** The largest `metadata.yaml`, in bytes. */
export const largestMetadata = 1024 * 1024;

/** About 5,000 lines. The library takes half a kilobyte of memory for each token, and two where it finds a fault in each. */
const mostTokens = 30_000;

/**
 * Reads a YAML document with nothing in it that JSON has not: no tags, anchors or aliases, at most 64 levels, each key once. Throws MisshapenError for
 * anything else.
 */
export function readYaml(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new MisshapenError(message('package.no-utf8'));
  const text = bytes.toString();
  if (isCrowded(text)) throw new MisshapenError(message('package.crowded', { most: mostTokens }));
  // The library compares each key with each other to find those that are there twice: 90,000 keys took 40 s.
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'error', uniqueKeys: false });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) throw new MisshapenError(message('package.no-yaml', { at: fault.pos[0], code: fault.code }));
  if (document.directives.yaml.version !== '1.2') throw new MisshapenError(message('package.yaml-version'));
  return plainValue(document.contents);
}

/** The lexer takes no memory, what comes after it does. */
function isCrowded(text: string): boolean {
  let tokens = 0;
  for (const _ of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > mostTokens) return true;
  }
  return false;
}

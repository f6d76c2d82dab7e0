import { isUtf8 } from 'node:buffer';
import { message } from '../messages/message.ts';
import { MisshapenError } from '../model/document.ts';
import { isCrowded } from './crowded.ts';

/** A manifest of thousands of layers has fewer; `[{},{},…` takes thirty times its size in memory. */
const mostValues = 250_000;
const marks: ReadonlySet<number> = new Set(Buffer.from(',:[{'));

/** Reads a JSON document. Throws MisshapenError for bytes that are none, and for more values than a document of a package needs. */
export function readJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new MisshapenError(message('package.no-utf8'));
  if (isCrowded(bytes, marks, mostValues)) throw new MisshapenError(message('package.crowded', { most: mostValues }));
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw new MisshapenError(message('package.no-json'));
  }
}

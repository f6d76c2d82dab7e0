import type { IncomingMessage } from 'node:http';
import { Rejection } from './rejection.ts';

/** How many bytes may be held. */
export interface BodyLimits {
  /** Of one request. */
  readonly body: number;
  /** Of all requests that are still being received. */
  readonly receiving: number;
}

/** Reads bodies, and keeps slow and endless senders from filling the memory. */
export interface Intake {
  /** The whole body. Throws a Rejection for one that is no JSON by its headers, too large, or cut off. */
  read(request: IncomingMessage): Promise<Buffer>;
}

/** Makes an intake; its total counts over all requests that it reads. */
export function createIntake(limits: BodyLimits): Intake {
  let held = 0;
  return {
    async read(request) {
      checkHeaders(request, limits);
      const chunks: Buffer[] = [];
      let size = 0;
      try {
        for await (const chunk of chunksOf(request)) {
          size += chunk.length;
          held += chunk.length;
          if (size > limits.body) throw new Rejection(413, 'body-too-large');
          if (held > limits.receiving) throw new Rejection(503, 'too-busy');
          chunks.push(chunk);
        }
        return Buffer.concat(chunks);
      } finally {
        held -= size;
      }
    },
  };
}

function checkHeaders({ headers }: IncomingMessage, limits: BodyLimits): void {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') throw new Rejection(415, 'content-type-not-json');
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw new Rejection(415, 'body-encoded');
  if (Number(headers['content-length'] ?? 0) > limits.body) throw new Rejection(413, 'body-too-large');
}

/** The bytes of a request. That its sender went away is no fault of ours. */
async function* chunksOf(request: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    // A request that is not read to its end is still answered, so leaving the loop must not destroy it.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) if (Buffer.isBuffer(chunk)) yield chunk;
  } catch {
    throw new Rejection(400, 'body-cut-off');
  }
}

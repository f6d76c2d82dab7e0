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
  const total = { held: 0 };
  return {
    async read(request) {
      checkHeaders(request, limits);
      return readBody(request, limits, total);
    },
  };
}

/** Listens to the events of a request: to iterate over it would cost twenty microseconds more. */
function readBody(request: IncomingMessage, limits: BodyLimits, total: { held: number }): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let size = 0;
  const onData = (chunk: Buffer) => {
    size += chunk.length;
    total.held += chunk.length;
    if (size > limits.body) fail(new Rejection(413, 'body-too-large'));
    else if (total.held > limits.receiving) fail(new Rejection(503, 'too-busy'));
    else chunks.push(chunk);
  };
  const onEnd = () => {
    leave();
    resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
  };
  // That its sender went away is no fault of ours.
  const onClose = () => fail(new Rejection(400, 'body-cut-off'));
  const leave = () => {
    total.held -= size;
    request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
  };
  const fail = (rejection: Rejection) => {
    leave();
    // What is left of it is answered, but not read.
    request.on('error', () => {}).pause();
    reject(rejection);
  };
  request.on('data', onData).once('end', onEnd).once('close', onClose).once('error', onClose);
  return promise;
}

function checkHeaders({ headers }: IncomingMessage, limits: BodyLimits): void {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') throw new Rejection(415, 'content-type-not-json');
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw new Rejection(415, 'body-encoded');
  if (Number(headers['content-length'] ?? 0) > limits.body) throw new Rejection(413, 'body-too-large');
}

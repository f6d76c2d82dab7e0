import { connect } from 'node:tls';

/** Where a server is, and by which name it is to prove itself. */
export interface HandshakePlace {
  readonly host: string;
  readonly port: number;
  readonly serverName: string;
  /** Milliseconds. */
  readonly patience: number;
}

/** Whether a server can prove its name to somebody who trusts only this authority: what the API server will find. */
export function provesItself({ host, port, serverName, patience }: HandshakePlace, authority: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  // Like the API server, which asks for nobody above whom it was told to trust.
  const trust = { ca: authority, allowPartialTrustChain: true };
  const socket = connect({ host, port, servername: serverName, ...trust, minVersion: 'TLSv1.3' });
  socket.setTimeout(patience, () => resolve(false));
  socket.once('secureConnect', () => resolve(socket.authorized));
  socket.once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { certificatesIn, datesOf } from './pem.ts';
import { Unusable } from './unusable.ts';

/** Who signs the certificates of clients, PEM. Throws `Unusable` for a text by which no client could be known. */
export function clientAuthorityIn([text = '']: readonly string[], now: number): string {
  const authorities = certificatesIn(text);
  // Node asks for the root, whatever stands between it and a client.
  const roots = authorities.filter((each) => each.ca && each.checkIssued(each));
  if (roots.length === 0) throw new Unusable('not-an-authority');
  if (roots.every((each) => datesOf(each).until <= now)) throw new Unusable('expired');
  return text;
}

/** Whether a client has proved that its common name is one of these, or where there are none, that the authority knows it. */
export function isKnownClient(socket: Socket, names: readonly string[]): boolean {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return false;
  // A resumed connection counts as authorized although nothing was proved on the first one either (nodejs/node#35317).
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return false;
  const { CN: name } = certificate.toLegacyObject().subject ?? {};
  return names.length === 0 || (typeof name === 'string' && names.includes(name));
}

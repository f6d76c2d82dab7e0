import { X509Certificate } from 'node:crypto';
import { certificateBlocks } from '../../model/pem.ts';

/** Whether one of these authorities has issued a certificate, or one of those that come with it, or is one of them; all PEM. What is none of it is passed over. */
export function vouchesFor(authorities: string, certificates: string): boolean {
  const presented = parsed(certificates);
  return parsed(authorities).some((authority) =>
    presented.some((each) => each.raw.equals(authority.raw) || (each.checkIssued(authority) && each.verify(authority.publicKey))),
  );
}

function parsed(text: string): X509Certificate[] {
  return certificateBlocks(text).flatMap((block) => {
    try {
      return [new X509Certificate(block)];
    } catch {
      return [];
    }
  });
}

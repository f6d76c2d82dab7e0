import { X509Certificate } from 'node:crypto';
import { certificateBlocks } from '../../shared/model/pem.ts';
import { Unusable } from './unusable.ts';

/** The certificates of a text, one at least, in their order. Throws `Unusable`. */
export function certificatesIn(text: string): readonly [X509Certificate, ...X509Certificate[]] {
  if (text.trim() === '') throw new Unusable('not-there');
  const [first, ...others] = certificateBlocks(text);
  if (first === undefined) throw new Unusable('not-a-certificate');
  return [parsed(first), ...others.map(parsed)];
}

/** When a certificate begins and ends to count, in milliseconds since the epoch. */
export function datesOf({ validFromDate, validToDate }: X509Certificate): { from: number; until: number } {
  return { from: validFromDate.getTime(), until: validToDate.getTime() };
}

function parsed(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new Unusable('not-a-certificate');
  }
}

import { describe, expect, it } from 'vitest';
import { refusalOf } from './refusal.ts';

const refused = { file: 'x.tgz.sig', key: '0123456789ABCDEF' };

describe('refusalOf', () => {
  it.each([
    ['Signed digest did not match', 'trust.signature.wrong'],
    ['Signature verification failed', 'trust.signature.wrong'],
    ['Signature creation time is in the future', 'trust.signature.future'],
    ['Signature is expired', 'trust.signature.expired'],
    ['Hash algorithm too weak for EdDSA.', 'trust.signature.weak'],
    ['Unknown critical signature subpacket type 99', 'trust.signature.critical'],
    ['Primary key is revoked', 'trust.key.revoked'],
    ['Could not find valid signing key packet in key 0123456789abcdef: Subkey is revoked', 'trust.key.revoked'],
    ['Primary key is expired', 'trust.key.expired'],
    ['Could not verify primary key: RSA keys shorter than 2047 bits are considered too weak.', 'trust.key.weak'],
    ['Support for ecdsa keys using curve secp256k1 is disabled.', 'trust.key.unsupported'],
  ])('has words of its own for: %s', (said, id) => {
    expect(refusalOf(new Error(said), refused, 'sha224')).toMatchObject({ id, data: refused });
  });

  it.each([
    'Could not find valid self-signature in key 0123456789abcdef: Signature creation time is in the future',
    'Could not find valid self-signature in key 0123456789abcdef: Signature is expired and so on',
  ])('does not say of the signature what is true of the key: %s', (said) => {
    expect(refusalOf(new Error(said), refused, 'sha256')).toEqual({ id: 'trust.signature.refused', data: { ...refused, why: said } });
  });

  it('shows no words that a terminal would take for orders, and not too many', () => {
    const { data } = refusalOf(new Error(`Name \u001b[2J\u202e\u0085\n${'x'.repeat(1000)}`), refused, 'sha256');
    expect(data['why']).toBe(String.raw`Name \u001b[2J\u202e\u0085\u000a${'x'.repeat(188)}…`);
    expect(refusalOf('no error', refused, 'sha256').data['why']).toBe('no error');
  });
});

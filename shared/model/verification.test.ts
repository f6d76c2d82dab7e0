import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { message } from '../messages/message.ts';
import {
  type ChecksumFinding,
  type Evidence,
  type Requirement,
  requirements,
  type SignatureFinding,
  type Verdict,
  verdictOf,
} from './verification.ts';

const unknownKey = message('trust.signature.unknown-key', { file: 'x.tgz.sig', key: '0123456789ABCDEF' });
const wrong = message('trust.signature.wrong', { file: 'x.tgz.sig', key: '0123456789ABCDEF' });
const differs = message('trust.checksum.other-file', { file: 'x.tgz.sha256', name: 'x.tgz' });
const changed = message('trust.package.changed');

function signature(result: SignatureFinding['result']): SignatureFinding {
  const reason = { good: undefined, bad: wrong, 'unknown-key': unknownKey }[result];
  return { file: 'x.tgz.sig', keyId: '0123456789ABCDEF', fingerprint: null, signer: null, created: null, result, reason };
}

function checksum(result: ChecksumFinding['result']): ChecksumFinding {
  return { file: 'x.tgz.sha256', algorithm: 'sha256', result, reason: result === 'good' ? undefined : differs };
}

interface Results {
  readonly signatures: readonly SignatureFinding['result'][];
  readonly checksums: readonly ChecksumFinding['result'][];
  readonly hasFault: boolean;
}

function evidence({ signatures, checksums, hasFault }: Results): Evidence {
  return { signatures: signatures.map(signature), checksums: checksums.map(checksum), faults: hasFault ? [changed] : [], sha256: null };
}

const gist = ({ class: found, satisfied }: Verdict) => `${found} ${satisfied ? 'yes' : 'no'}`;

/** What signatures and checksums there are, nothing bad among them, and what that is worth under `gpg`, `checksum` and `none`. */
const table: readonly [string, string, Readonly<Record<Requirement, string>>][] = [
  ['', '', { gpg: 'none no', checksum: 'none no', none: 'none yes' }],
  ['', 'good', { gpg: 'checksum no', checksum: 'checksum yes', none: 'checksum yes' }],
  ['good', '', { gpg: 'gpg yes', checksum: 'gpg yes', none: 'gpg yes' }],
  ['good', 'good', { gpg: 'gpg yes', checksum: 'gpg yes', none: 'gpg yes' }],
  ['good unknown-key', '', { gpg: 'gpg yes', checksum: 'gpg yes', none: 'gpg yes' }],
  ['good unknown-key', 'good', { gpg: 'gpg yes', checksum: 'gpg yes', none: 'gpg yes' }],
  ['unknown-key', '', { gpg: 'failed no', checksum: 'failed no', none: 'none yes' }],
  ['unknown-key', 'good', { gpg: 'failed no', checksum: 'failed no', none: 'checksum yes' }],
];

const subsets = <T>(all: readonly T[]): T[][] =>
  all.reduce<T[][]>((found, each) => [...found, ...found.map((subset) => [...subset, each])], [[]]);

const combinations = subsets(['good', 'unknown-key', 'bad'] as const).flatMap((signatures) =>
  subsets(['good', 'bad'] as const).flatMap((checksums) =>
    [false, true].flatMap((hasFault) => requirements.map((requirement) => ({ signatures, checksums, hasFault, requirement }))),
  ),
);

describe('verdictOf', () => {
  it('is asked for every combination here', () => expect(combinations).toHaveLength(8 * 4 * 2 * 3));

  it.each(combinations)('$signatures, $checksums, fault $hasFault, --require $requirement', ({ requirement, ...results }) => {
    const row = table.find(
      ([signatures, checksums]) => signatures === results.signatures.join(' ') && checksums === results.checksums.join(' '),
    );
    const wanted = results.hasFault || row === undefined ? 'failed no' : row[2][requirement];
    const { signatures, checksums } = results;
    for (const order of [results, { ...results, signatures: signatures.toReversed(), checksums: checksums.toReversed() }])
      expect(gist(verdictOf(evidence(order), requirement))).toBe(wanted);
  });

  it.each([
    ['nothing lies there', { signatures: [], checksums: [] }, 'checksum', ['trust.nothing']],
    ['nothing lies there, and nothing is required', { signatures: [], checksums: [] }, 'none', ['trust.nothing']],
    ['a signature is required', { signatures: [], checksums: ['good'] }, 'gpg', ['trust.no-signature']],
    ['a checksum is enough', { signatures: [], checksums: ['good'] }, 'checksum', []],
    ['all is good', { signatures: ['good'], checksums: ['good'] }, 'gpg', []],
    ['one key is unknown', { signatures: ['unknown-key', 'good'], checksums: [] }, 'gpg', ['trust.signature.unknown-key']],
    ['the only key is unknown', { signatures: ['unknown-key'], checksums: ['good'] }, 'checksum', ['trust.signature.unknown-key']],
    [
      'the only key is unknown, and nothing is required',
      { signatures: ['unknown-key'], checksums: [] },
      'none',
      ['trust.signature.unknown-key'],
    ],
    ['much is wrong', { signatures: ['good', 'bad'], checksums: ['bad'] }, 'none', ['trust.signature.wrong', 'trust.checksum.other-file']],
  ] as const)('says why: %s', (_, results, requirement, reasons) => {
    expect(verdictOf(evidence({ ...results, hasFault: false }), requirement).reasons.map(({ id }) => id)).toEqual(reasons);
  });

  it('begins with what is wrong with the package or its sidecars as a whole', () => {
    const { reasons } = verdictOf(evidence({ signatures: ['bad'], checksums: [], hasFault: true }), 'checksum');
    expect(reasons).toEqual([changed, wrong]);
  });

  it('never comes to anything but failure where anything present is wrong', () => {
    const results = fc.record({
      signatures: fc.array(fc.constantFrom('good', 'bad', 'unknown-key')),
      checksums: fc.array(fc.constantFrom('good', 'bad')),
      hasFault: fc.boolean(),
    });
    fc.assert(
      fc.property(results, fc.constantFrom(...requirements), (drawn, requirement) => {
        const isWrong = drawn.hasFault || [...drawn.signatures, ...drawn.checksums].includes('bad');
        expect(verdictOf(evidence(drawn), requirement).class === 'failed').toBe(
          isWrong || (requirement !== 'none' && drawn.signatures.includes('unknown-key') && !drawn.signatures.includes('good')),
        );
      }),
    );
  });
});

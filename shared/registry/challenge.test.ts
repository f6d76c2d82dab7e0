import { describe, expect, it } from 'vitest';
import { challengeIn } from './challenge.ts';

describe('challengeIn', () => {
  it.each([
    ['Basic realm="Registry Realm"', { scheme: 'basic' }],
    ['basic', { scheme: 'basic' }],
    [
      'Bearer realm="https://a/token",service="a, b",scope="repository:x:pull,push"',
      { scheme: 'bearer', realm: 'https://a/token', service: 'a, b' },
    ],
    ['bearer Realm=https://a/token', { scheme: 'bearer', realm: 'https://a/token', service: undefined }],
    ['Bearer realm="https://a/\\"x\\""', { scheme: 'bearer', realm: 'https://a/"x"', service: undefined }],
    ['Basic realm="x", Bearer realm="https://a/token"', { scheme: 'bearer', realm: 'https://a/token', service: undefined }],
    ['Bearer realm="https://a/token", Basic realm="x"', { scheme: 'bearer', realm: 'https://a/token', service: undefined }],
    ['Bearer service="a", Basic realm="x"', { scheme: 'basic' }],
  ])('%s', (header, challenge) => expect(challengeIn(header)).toEqual(challenge));

  it.each([undefined, '', 'Negotiate', 'Bearer', 'Digest realm="Basic"', 'Basically x'])('%s asks for nothing we know', (header) =>
    expect(challengeIn(header)).toBeUndefined(),
  );
});

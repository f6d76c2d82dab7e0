import { describe, expect, test } from 'vitest';
import { redactBody, redactHeaders, redactText } from './redact.ts';
import { RequestLog } from './request-log.ts';

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl';

test.each([
  'https://ann:canary@host/path',
  'GET /x?access_token=canary',
  'Authorization: Bearer canary',
  'password: canary',
  '{"apiKey":"canary"}',
  'https://u:p@canary@h/path',
  '{"auth":"canary"}',
  String.raw`{\"db_pass\":\"canary\"}`,
  'DB_PASS=canary',
  'passphrase: "two canary"',
  'password: two canary',
  'run --token canary',
  'run --db-pass=canary',
  'auth:\n  value: canary\n  more:\n    - canary',
  'tls.key: |\n  canary\n  canary\nnext: x',
  `-----BEGIN EC PRIVATE KEY-----\ncanary\n-----END EC PRIVATE KEY-----`,
])('%s', (text) => {
  expect(redactText(text)).not.toContain('canary');
});

const pem = '-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n';

test('the hash of a password', () => {
  const base = { kind: 'ProductBase', spec: { defaultAdmin: { account: 'admin', hash: 'canary' } }, status: { specHash: 'stays' } };
  const redacted = redactBody('/apis/product.alauda.io/v1alpha2/productbases/base', JSON.stringify(base));
  expect(redacted).not.toContain('canary');
  expect(redacted).toContain('stays');
});

test.each([
  ['alone', pem],
  ['behind its certificate', `-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n${pem}`],
])('a private key in base64, %s', (_, text) => {
  const encoded = Buffer.from(text).toString('base64');
  expect(redactText(`data ${encoded}`)).toBe('data <redacted>');
});

test('a certificate in base64 stays', () => {
  const encoded = Buffer.from('-----BEGIN CERTIFICATE-----\nAAAAAAAAAAAAAAAA\n-----END CERTIFICATE-----\n').toString('base64');
  expect(redactText(encoded)).toBe(encoded);
});

test('a large text ends: a pattern that looks again and again would take minutes', { timeout: 10_000 }, () => {
  const parts = ['a', 'token', '-', ' ', 'password:\n', '://a@', '://a', '"'];
  for (const part of parts) expect(redactText(`${part.repeat(20_000 / part.length)} password=canary`)).not.toContain('canary');
});

test('JWTs', () => expect(redactText(`x ${jwt} y`)).toBe('x <redacted> y'));

test('headers', () => {
  const names = ['authorization', 'Proxy-Authorization', 'cookie', 'set-cookie', 'x-api-key', 'X-Auth-Token'];
  const lines = redactHeaders({ ...Object.fromEntries(names.map((name) => [name, ['canary']])), accept: 'application/json' });
  expect(lines.join('\n')).not.toContain('canary');
  expect(lines).toContain('accept: application/json');
});

describe('bodies', () => {
  const secret = {
    kind: 'Secret',
    metadata: { name: 's', annotations: { any: 'canary' } },
    data: { x: 'canary' },
    stringData: { y: 'canary' },
  };

  type Body = [name: string, path: string, body: unknown];

  test.each<Body>([
    ['a Secret', '/api/v1/x', secret],
    ['a list of Secrets', '/api/v1/x', { kind: 'SecretList', items: [{ data: { x: 'canary' } }] }],
    ['a mixed list', '/api/v1/x', { kind: 'List', items: [secret] }],
    ['a watch event', '/api/v1/x', { type: 'ADDED', object: secret }],
    ['a patch of a Secret', '/api/v1/namespaces/a/secrets/b', [{ op: 'replace', path: '/data/x', value: 'canary' }]],
    ['a token of a service account', '/api/v1/x', { kind: 'TokenRequest', status: { token: 'canary' } }],
    ['an environment', '/api/v1/x', { env: [{ name: 'DB_PASSWORD', value: 'canary' }] }],
    [
      'an environment under harmless names',
      '/api/v1/x',
      {
        env: [
          { name: 'DSN', value: 'canary' },
          { name: 'X', value: { a: 'canary' } },
        ],
      },
    ],
    ['an environment as a mapping', '/api/v1/x', { env: { DSN: 'canary' } }],
    ['arguments', '/api/v1/x', { args: ['--token', 'canary', '--x=canary'] }],
    ['a command', '/api/v1/x', { command: ['run', '--db-pass=canary', 'canary'] }],
    ['a command line', '/api/v1/x', { command: 'run canary' }],
    ['a copy of a text', '/api/v1/x', { note: '- password:\n    value: canary\n- throttleKey: canary' }],
    ...['passphrase', 'throttleKey', 'tls.key', 'dbPass', 'DB_PWD', 'sshKey', 'auth', 'clientSecret', 'TOKEN', 'Password'].flatMap(
      (name): Body[] => [
        [`the name ${name}`, '/api/v1/x', { deep: [{ data: { [name]: 'canary' } }] }],
        [`the name ${name} over more`, '/api/v1/x', { [name]: { value: 'canary', more: [{ x: 'canary' }] } }],
      ],
    ),
    ['a patch of a field', '/api/v1/x', [{ op: 'add', path: '/spec/password', value: 'canary' }]],
    ['a patch of an argument', '/api/v1/x', [{ op: 'add', path: '/spec/containers/0/args/1', value: 'canary' }]],
    ['JSON in a text', '/api/v1/x', { note: JSON.stringify({ kind: 'Secret', data: { x: 'canary' } }) }],
    ['a copy in an annotation', '/api/v1/x', { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'canary' } }],
    ['a field', '/api/v1/x', { data: { 'registry.password': 'canary', '.dockerconfigjson': 'canary', accessKey: 'canary' } }],
    ['a text in a field', '/api/v1/x', { data: { 'app.yaml': 'url: https://u:canary@h\nclient_secret: canary' } }],
  ])('%s', (_, path, body) => {
    expect(redactBody(path, JSON.stringify(body))).not.toContain('canary');
  });

  test('what is no secret stays', () => {
    const body = { kind: 'Subscription', metadata: { name: 'harbor' }, spec: { secretName: 'tls', tokenTTL: 7 } };
    expect(JSON.parse(redactBody('/apis/x', JSON.stringify(body)))).toEqual(body);
  });

  test('a command keeps its program', () => {
    const body = { command: ['/bin/run', '-x'], args: ['a'], env: [{ name: 'A', value: 'b' }], automountServiceAccountToken: true };
    expect(JSON.parse(redactBody('/x', JSON.stringify(body)))).toEqual({
      command: ['/bin/run', '<redacted>'],
      args: ['<redacted>'],
      env: [{ name: 'A', value: '<redacted>' }],
      automountServiceAccountToken: true,
    });
  });

  test('numbers', () => expect(redactBody('/x', '{"password":4711}')).not.toContain('4711'));

  test('what is not JSON', () => {
    expect(redactBody('/x', 'token=canary')).not.toContain('canary');
  });
});

describe('levels', () => {
  function linesAt(verbosity: number): string[] {
    const lines: string[] = [];
    const log = new RequestLog({ log: (level, text) => lines.push(`${level} ${text}`), verbosity }, 'https://h');
    const request = { method: 'POST', path: '/x', headers: { a: 'b' }, body: JSON.stringify('z'.repeat(2000)) };
    log.request(request);
    log.answer(request, '201 Created', { c: 'd' }, 12.3);
    log.body('Response', '/x', '{}');
    return lines;
  }

  test('6: one line', () => expect(linesAt(6)).toEqual(['6 POST https://h/x 201 Created in 12 milliseconds']));

  test('7: headers', () => {
    expect(linesAt(7)).toEqual([
      '7 POST https://h/x',
      '7 Request Headers:',
      '7     a: b',
      '6 POST https://h/x 201 Created in 12 milliseconds',
      '7 Response Headers:',
      '7     c: d',
    ]);
  });

  test('8: bodies, cut', () => {
    expect(linesAt(8)).toContain(`8 Request Body: "${'z'.repeat(1023)} [truncated 978 chars]`);
    expect(linesAt(8)).toContain('8 Response Body: {}');
  });

  test('9: bodies, whole', () => expect(linesAt(9)).toContain(`9 Request Body: "${'z'.repeat(2000)}"`));
});

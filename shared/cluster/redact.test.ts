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
  `-----BEGIN EC PRIVATE KEY-----\ncanary\n-----END EC PRIVATE KEY-----`,
])('%s', (text) => {
  expect(redactText(text)).not.toContain('canary');
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

  test.each([
    ['a Secret', '/api/v1/x', secret],
    ['a list of Secrets', '/api/v1/x', { kind: 'SecretList', items: [{ data: { x: 'canary' } }] }],
    ['a mixed list', '/api/v1/x', { kind: 'List', items: [secret] }],
    ['a watch event', '/api/v1/x', { type: 'ADDED', object: secret }],
    ['a patch of a Secret', '/api/v1/namespaces/a/secrets/b', [{ op: 'replace', path: '/data/x', value: 'canary' }]],
    ['a token of a service account', '/api/v1/x', { kind: 'TokenRequest', status: { token: 'canary' } }],
    ['an environment', '/api/v1/x', { env: [{ name: 'DB_PASSWORD', value: 'canary' }] }],
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

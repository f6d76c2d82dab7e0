import { describe, expect, test } from 'vitest';
import { message } from '../messages/message.ts';
import { apiError } from './api-error.ts';

const asked = { context: 'prod', server: 'https://api.example', object: 'subscription/harbor' };

function refused(code: number, body: unknown, contentType = 'application/json') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return apiError({ status: code, statusText: 'Some Text', contentType, body: text }, asked);
}

function status(code: number, reason: string, words: string) {
  return refused(code, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: words, reason, code });
}

describe('a Status', () => {
  test.each([
    [401, 'Unauthorized', 'Unauthorized', 'unauthenticated'],
    [403, 'Forbidden', 'subscriptions is forbidden: User "ann" cannot list', 'forbidden'],
    [403, 'Forbidden', 'pods "x" is forbidden: exceeded quota: q', 'forbidden'],
    [404, 'NotFound', 'subscriptions "x" not found', 'not-found'],
    [409, 'AlreadyExists', 'subscriptions "x" already exists', 'conflict'],
    [409, 'Conflict', 'the object has been modified', 'conflict'],
    [422, 'Invalid', 'Subscription "x" is invalid: spec.name: Required value', 'invalid'],
    [422, 'Invalid', 'the server rejected our request due to an error in our request', 'conflict'],
    [400, 'BadRequest', 'strict decoding error: unknown field "x"', 'failure'],
    [410, 'Expired', 'the provided continue parameter is too old', 'failure'],
    [429, 'TooManyRequests', 'please try again later', 'failure'],
    [500, 'InternalError', 'failed calling webhook "a.b": context deadline exceeded', 'failure'],
    [503, 'ServiceUnavailable', 'the server is currently unable to handle the request', 'failure'],
  ])('%i %s %s', (code, reason, words, expected) => {
    expect(status(code, reason, words)).toMatchObject({
      code: expected,
      sentence: { data: { reason } },
      details: { status: code, because: words, rule: `HTTP ${code}`, object: 'subscription/harbor' },
    });
  });

  test.each([
    ['User "ann" cannot list resource "subscriptions" in API group "operators.coreos.com" at the cluster scope', true],
    ['User "a \\"b" cannot patch resource "installplans" in API group "operators.coreos.com" in the namespace "x"', true],
    ['exceeded quota: q', false],
    ['unable to create new content in namespace x because it is being terminated', false],
  ])('403 %s: a role would help, %s', (words, isHelped) => {
    for (const what of ['subscriptions.operators.coreos.com', 'subscriptions.operators.coreos.com "x"']) {
      const { hints = [] } = status(403, 'Forbidden', `${what} is forbidden: ${words}`).details;
      expect(hints).toEqual(isHelped ? [message('cluster.forbidden-hint')] : []);
    }
  });

  test.each([
    [403, 'admission webhook "check.cpaas.io" denied the request: no', 'check.cpaas.io'],
    [400, 'admission webhook "check.cpaas.io" denied the request without explanation', 'check.cpaas.io'],
    [422, 'admission webhook "other.io" denied the request: subscription.manual-approval: no', 'other.io'],
    [
      422,
      'admission webhook "subscriptions.ext.cpaas.io" denied the request: subscription.manual-approval: spec.x: no',
      'subscription.manual-approval',
    ],
    [
      503,
      'admission webhook "moduleinfoes.ext.cpaas.io" denied the request: module-info.once-per-cluster: wait',
      'module-info.once-per-cluster',
    ],
    [422, 'admission webhook "subscriptions.ext.cpaas.io" denied the request: cannot read it', 'subscriptions.ext.cpaas.io'],
    [422, `subscriptions "x" is forbidden: ValidatingAdmissionPolicy 'foreign' with binding 'b' denied request: no`, 'foreign'],
    [
      422,
      `subscriptions "x" is forbidden: ValidatingAdmissionPolicy 'ext-catalog-namespace' with binding 'ext-catalog-namespace' denied request: subscription.catalog-namespace: no`,
      'subscription.catalog-namespace',
    ],
  ])('%i, a denial: %s', (code, words, rule) => {
    expect(status(code, 'Invalid', words)).toMatchObject({ code: 'denied', details: { rule, because: words, status: code } });
  });

  test('401 says how to go on', () => {
    expect(status(401, 'Unauthorized', 'Unauthorized').details.hints).toEqual([
      { id: 'cluster.unauthenticated-hint', data: { context: 'prod' } },
    ]);
  });
});

describe('no Status', () => {
  test('plain words of the outer layers', () => {
    expect(refused(404, '404 page not found\n', 'text/plain; charset=utf-8')).toMatchObject({
      code: 'not-found',
      details: { because: '404 page not found' },
    });
    expect(refused(401, 'Unauthorized', 'text/plain')).toMatchObject({
      code: 'unauthenticated',
      sentence: { data: { reason: 'Unauthorized' } },
    });
    expect(refused(500, '', '')).toMatchObject({ code: 'failure', details: { because: 'Some Text' } });
  });

  test.each([
    [302, 'failure'],
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [404, 'failure'],
    [500, 'failure'],
    [502, 'unreachable'],
    [503, 'unreachable'],
    [504, 'unreachable'],
  ])('a page with %i is not quoted', (code, expected) => {
    const error = refused(code, '<html>canary</html>', 'text/html');
    expect(error).toMatchObject({
      code: expected,
      sentence: { id: 'cluster.not-an-api', data: { server: asked.server } },
      details: { status: code },
    });
    expect(JSON.stringify(error)).not.toContain('canary');
  });

  test.each([
    ['https://user:pw-canary@idp/login?token=canary#canary', 'https://idp/login'],
    ['/login?token=canary', 'https://api.example/login'],
    ['https://u:pa#canary@idp/', 'https://idp'],
  ])('a redirect is quoted by origin and path: %s', (location, quoted) => {
    const error = apiError({ status: 302, statusText: 'Found', contentType: 'text/html', body: '', location }, asked);
    expect(error.details.because).toBe(`HTTP 302 Found, Location: ${quoted}`);
  });
});

import { expect, test } from 'vitest';
import { bypassesProxy } from './no-proxy.ts';

test.each([
  ['https://api.example', '', false],
  ['https://api.example', '*', true],
  ['https://api.example', 'other.example, API.example', true],
  ['https://api.example', 'example', true],
  ['https://api.example', 'ample', false],
  ['https://example', 'example', true],
  ['https://example', '.example', false],
  ['https://example', '*.example', false],
  ['https://a.api.example', '.example', true],
  ['https://a.api.example', '*.example', true],
  ['https://api.example', 'api.example:443', true],
  ['https://api.example', 'api.example:6443', false],
  ['https://api.example:6443', 'api.example:6443', true],
  ['https://api.example.', 'api.example', true],
  ['https://10.1.2.3:6443', '10.0.0.0/8', true],
  ['https://10.1.2.3', '10.0.0.0/16', false],
  ['https://10.1.2.3', '10.1.2.3', true],
  ['https://10.1.2.3:6443', '10.1.2.3:443', false],
  ['https://[fd00::1]:6443', 'fd00::/8', true],
  ['https://[fd00::1]:6443', 'fd00::1', true],
  ['https://[fd00::1]:6443', '[fd00:0::1]:6443', true],
  ['https://[fd00::1]', '10.0.0.0/8', false],
  ['https://api.example', '10.0.0.0/8', false],
  ['https://localhost:1', '', true],
  ['https://127.9.9.9:1', '', true],
  ['https://[::1]:1', '', true],
])('%s with NO_PROXY=%s: %s', (server, noProxy, expected) => {
  expect(bypassesProxy(new URL(server), noProxy)).toBe(expected);
});

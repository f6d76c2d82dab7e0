import { describe, expect, it } from 'vitest';
import { defaultConfig, readConfig } from './config.ts';

describe('readConfig', () => {
  it('has a default for everything', () => expect(readConfig([], {})).toEqual(defaultConfig));

  it('takes flags before the environment before the default', () => {
    const env = { EXT_WEBHOOK_DRAIN_HOLD: '3s', EXT_WEBHOOK_NAMESPACE: 'elsewhere', EXT_WEBHOOK_PROBE_PORT: '1' };
    const config = readConfig(['--drain-hold=250ms', '--port', '443', '--in-flight=2', '--address=::1'], env);
    expect(config).toMatchObject({ namespace: 'elsewhere', address: '::1', port: 443, probePort: 1 });
    expect(config.times).toEqual({ ...defaultConfig.times, drainHold: 250 });
    expect(config.limits).toEqual({ ...defaultConfig.limits, inFlight: 2 });
  });

  it('takes a kubeconfig, and none by default', () => {
    expect(readConfig(['--kubeconfig', 'mine.yaml'], {}).kubeconfig).toBe('mine.yaml');
    expect(readConfig([], { KUBECONFIG: 'mine.yaml' }).kubeconfig).toBeUndefined();
  });

  it('takes where certificates come from, and whose clients may ask; what is empty is not set', () => {
    const words = ['--tls-dir=/tls', '--client-ca=/clients/ca.crt', '--client-names=a, b'];
    expect(readConfig(words, {})).toMatchObject({ tlsDir: '/tls', clientCa: '/clients/ca.crt', clientNames: ['a', 'b'] });
    const env = { EXT_WEBHOOK_TLS_DIR: '/tls', EXT_WEBHOOK_CLIENT_CA: '', EXT_WEBHOOK_CLIENT_NAMES: '' };
    expect(readConfig([], env)).toEqual({ ...defaultConfig, tlsDir: '/tls' });
  });

  it.each([[['--client-names=a']], [['--client-names=a,', '--client-ca=ca.crt']]])('refuses %j, which would keep nobody out', (words) => {
    expect(() => readConfig(words, {})).toThrow(
      expect.objectContaining({
        code: 'usage',
        sentence: { id: 'webhook.bad-flag', data: expect.objectContaining({ flag: '--client-names' }) },
      }),
    );
  });

  it.each([['--drain-hold=soon'], ['--in-flight=-1'], ['--in-flight=1.5'], ['--port=65536'], ['--port=']])(
    'refuses %s, naming flag and value',
    (word) => {
      const [flag, value] = word.split('=');
      expect(() => readConfig([word], {})).toThrow(
        expect.objectContaining({ code: 'usage', sentence: { id: 'webhook.bad-flag', data: { flag, value } } }),
      );
    },
  );

  it.each([['--nothing=1'], ['word'], ['--port']])('refuses %s', (word) => {
    expect(() => readConfig([word], {})).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

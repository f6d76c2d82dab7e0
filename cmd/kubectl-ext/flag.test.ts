import { describe, expect, it } from 'vitest';
import { kebab, variableOf } from './flag.ts';
import { confirmFlags } from './flags/confirm.ts';
import { globalFlags } from './flags/index.ts';

describe('kebab', () => {
  it.each([
    ['output', 'output'],
    ['insecureSkipTlsVerify', 'insecure-skip-tls-verify'],
    ['asUid', 'as-uid'],
    ['v', 'v'],
  ])('%s', (name, expected) => expect(kebab(name)).toBe(expected));
});

describe('variableOf', () => {
  it('is there for plain flags', () => {
    expect(variableOf('namespace', globalFlags.namespace)).toBe('KUBECTL_EXT_NAMESPACE');
    expect(variableOf('dryRun', confirmFlags.dryRun)).toBe('KUBECTL_EXT_DRY_RUN');
  });

  it('is not there for secrets and for what is decided anew each time', () => {
    expect(variableOf('token', globalFlags.token)).toBeUndefined();
    expect(variableOf('yes', confirmFlags.yes)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { binaryOf, inNameOf, programOf } from './program.ts';

describe('programOf', () => {
  it.each([
    ['kubectl-ext', 'kubectl ext'],
    ['/usr/local/bin/kubectl-ext', 'kubectl ext'],
    ['C:\\tools\\kubectl-ext.exe', 'kubectl ext'],
    ['/home/a/.krew/bin/kubectl-acp_ext', 'kubectl acp-ext'],
    ['ac-ext', 'ac ext'],
    ['./ext', 'ext'],
    ['node', 'kubectl ext'],
    ['/usr/bin/node', 'kubectl ext'],
  ])('%s', (argv0, expected) => expect(programOf(argv0)).toBe(expected));
});

describe('binaryOf', () => {
  it('is the name to call it by', () => expect(binaryOf('/opt/kubectl-ext.EXE')).toBe('kubectl-ext'));
});

describe('inNameOf', () => {
  it('says every command line in the name of the program', () => {
    expect(inNameOf('ac ext', 'kubectl ext list, then kubectl ext install; not kubectl get')).toBe(
      'ac ext list, then ac ext install; not kubectl get',
    );
  });
});

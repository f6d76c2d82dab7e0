import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { completionScript, shells } from './scripts.ts';

/** Completes a line in a real bash whose program only shows what it was asked. */
function inBash(...line: string[]): string[] {
  const quoted = line.map((word) => `'${word}'`).join(' ');
  const script = `
    kubectl-ext() { printf 'asked:%s\\tabout\\n' "$(IFS=/; echo "$*")"; echo :4; }
    ${completionScript('bash', 'kubectl-ext')}
    COMP_WORDS=(${quoted}); COMP_CWORD=${line.length - 1}
    _kubectl_ext && printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
}

describe('bash', () => {
  it.each([
    [['kubectl-ext', 'li'], '__complete/li'],
    [['kubectl-ext', 'list', ''], '__complete/list/'],
    [['kubectl-ext', 'list', '--output', '=', 'js'], '__complete/list/--output=js'],
    [['kubectl-ext', 'list', '--output', '='], '__complete/list/--output='],
    [['kubectl-ext', 'list', '-n', 'a b', 'x'], '__complete/list/-n/a b/x'],
  ])('asks for %j', (line, asked) => expect(inBash(...line)).toEqual([`asked:${asked}`]));
});

describe('completionScript', () => {
  it.each(shells)('of %s calls the program by its name', (shell) => {
    const script = completionScript(shell, 'kubectl-acp_ext');
    expect(script).toContain('kubectl-acp_ext __complete');
    expect(script).toContain('kubectl_complete-acp_ext');
    expect(script).not.toMatch(/kubectl-ext/);
  });
});

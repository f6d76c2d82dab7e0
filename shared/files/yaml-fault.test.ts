import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { yamlFault } from './yaml-fault.ts';

function faultOf(text: string): unknown {
  try {
    return load(text);
  } catch (error) {
    return yamlFault(error);
  }
}

describe('yamlFault', () => {
  it.each([
    ['a: 1\nb: *canary\n', { line: 2, reason: 'unidentified alias …' }],
    ['a: !canary 1\n', { line: 1, reason: 'unknown scalar tag …' }],
    ['a: !<canary> 1\n', { line: 1, reason: 'unknown scalar tag …' }],
    ['a: !!int canary\n', { line: 1, reason: 'cannot resolve a node with … explicit tag' }],
    ['a: !can%zary 1\n', { line: 1, reason: 'tag name cannot contain such characters: …' }],
    ['a: !c!anary 1\n', { line: 1, reason: 'undeclared tag handle …' }],
    ['"canary\n', { line: 2, reason: 'unexpected end of the stream within a double quoted scalar' }],
    ['canary: 1\ncanary: 2\n', { line: 2, reason: 'duplicated mapping key' }],
  ])('tells of %j where and why it is no YAML, and nothing of what it says', (text, fault) => {
    expect(faultOf(text)).toEqual(fault);
  });

  it('throws on what is no fault of the text', () => {
    expect(() => yamlFault(new TypeError('a bug'))).toThrow(TypeError);
  });
});

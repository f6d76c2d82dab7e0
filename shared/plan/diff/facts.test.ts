import { describe, expect, it } from 'vitest';
import { differences, type Fact } from './facts.ts';

const fact = (what: Fact['what'], object: string, value: string): Fact => ({ what, object, value });

describe('differences', () => {
  it('name what comes, goes and changes, by kind and then by object', () => {
    const before = [fact('api', 'z', '1'), fact('metadata', 'version', 'v1'), fact('metadata', 'name', 'harbor'), fact('api', 'old', '1')];
    const after = [fact('metadata', 'name', 'harbor'), fact('api', 'new', '1'), fact('metadata', 'version', 'v2'), fact('api', 'z', '1')];
    expect(differences(before, after)).toEqual([
      { what: 'metadata', change: '~', object: 'version', from: 'v1', to: 'v2' },
      { what: 'api', change: '+', object: 'new', from: null, to: '1' },
      { what: 'api', change: '-', object: 'old', from: '1', to: null },
    ]);
  });

  it('take an object that is named several times for all its values, in any order', () => {
    const before = [fact('permission', 'pods', 'get'), fact('permission', 'pods', 'list')];
    const after = [fact('permission', 'pods', 'list'), fact('permission', 'pods', 'get'), fact('permission', 'pods', 'get')];
    expect(differences(before, after)).toEqual([]);
    expect(differences(before, [...after, fact('permission', 'pods', 'watch')])).toEqual([
      { what: 'permission', change: '~', object: 'pods', from: 'get list', to: 'get list watch' },
    ]);
  });

  it('never find one between a version and itself', () => {
    const facts = [fact('image', 'a', 'v1'), fact('image', 'a', 'v2'), fact('form', 'b', '')];
    expect(differences(facts, facts.toReversed())).toEqual([]);
  });
});

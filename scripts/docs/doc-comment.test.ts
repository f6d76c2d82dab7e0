import { expect, it } from 'vitest';
import { docComment } from './doc-comment.ts';

const source = `/** Not this one. */
const other = 1;

/**
 * A law.
 *
 * Allows:   much
 */
export const law = defineRule({});

interface Facts {
  /** What is known. */
  readonly known?: string;
}

const bare = 2;
`;

it('reads a comment of several lines', () => expect(docComment(source, 'export const law')).toEqual(['A law.', '', 'Allows:   much']));

it('reads a comment of one line inside something', () => expect(docComment(source, 'readonly known?:')).toEqual(['What is known.']));

it.each(['const bare', 'const missing'])('throws where there is none: %s', (declaration) => {
  expect(() => docComment(source, declaration)).toThrow(`no doc comment stands before: ${declaration}`);
});

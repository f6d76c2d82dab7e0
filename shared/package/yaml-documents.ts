import { CORE_SCHEMA, loadAll, mergeTag } from 'js-yaml';
import { ExtError } from '../errors.ts';
import { yamlFault } from '../files/yaml-fault.ts';
import { type Message, message } from '../messages/message.ts';
import { isCrowded, yamlMarks } from './crowded.ts';

/** About 100,000 lines: the largest CustomResourceDefinition has a tenth of it. */
const mostMarks = 500_000;
/** Aliases unfold: ten lines of ten aliases each are ten thousand million values. */
const mostAliases = 100;
const mostValues = 500_000;

const schema = CORE_SCHEMA.withTags(mergeTag);

/** The documents of a YAML file as plain data. Throws `corrupt` for what is no YAML, uses tags of its own, holds too much, or unfolds without end. */
export function documentsIn(file: string, bytes: Buffer): readonly unknown[] {
  const refused = (because: Message | string) => new ExtError('corrupt', message('create.not-yaml', { file }), { because });
  if (isCrowded(bytes, yamlMarks, mostMarks)) throw refused(message('package.crowded', { most: mostMarks }));
  const documents = parsed(bytes.toString('utf8'), refused);
  if (unfoldsBeyond(documents, mostValues)) throw refused(message('package.crowded', { most: mostValues }));
  return documents;
}

function parsed(text: string, refused: (because: Message) => ExtError): readonly unknown[] {
  try {
    return loadAll(text, { schema, maxAliases: mostAliases });
  } catch (error) {
    throw refused(message('package.no-yaml', { ...yamlFault(error) }));
  }
}

function unfoldsBeyond(root: unknown, most: number): boolean {
  const work = [root];
  for (let seen = 0; work.length > 0; seen += 1) {
    if (seen > most) return true;
    const value = work.pop();
    if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) work.push(each);
  }
  return false;
}

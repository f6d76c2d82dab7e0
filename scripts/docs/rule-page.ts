import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { en } from '../../shared/messages/en.ts';
import type { MessageId } from '../../shared/messages/message.ts';
import { ru } from '../../shared/messages/ru.ts';
import { ruleTexts } from '../../shared/messages/rule-texts.ts';
import type { Rule } from '../../shared/policy/rule.ts';
import { docComment } from './doc-comment.ts';
import { bullets, code, page, table } from './markdown.ts';

const shared = join(import.meta.dirname, '..', '..', 'shared');

/** What a page needs to know of a rule, whatever it is about. */
export type AnyRule = Pick<Rule, 'id' | 'operations' | 'fields' | 'needs'>;

/** The reference page of a rule: its doc comment, when it is asked, what it has to know, and what it says. */
export function rulePage(kind: string, rule: AnyRule): string {
  const [law = '', ...details] = lawOf(rule);
  return page([
    `# ${rule.id}`,
    law,
    bullets(details),
    '## When it is asked',
    bullets([
      `Kind: ${code(kind)}`,
      `Operations: ${rule.operations.map(code).join(', ')}`,
      `On ${code('UPDATE')}, only when one of these fields changed: ${rule.fields.map(code).join(', ')}`,
    ]),
    '## What it has to know',
    'A fact that cannot be read is not taken for a yes: the rule is then reported as not asked.',
    bullets(rule.needs.map((fact) => `${code(fact)}: ${factNote(fact)}`)),
    '## What it says',
    table(
      ['Message', 'English', 'Russian'],
      textsOf(rule).map((id) => [code(id), en[id], ru[id]]),
    ),
  ]);
}

/** The list of all rules. */
export function rulesIndex(rules: readonly AnyRule[]): string {
  return page([
    '# Rules',
    'The program asks these rules about every object before it writes one.',
    table(
      ['Rule', 'Law'],
      rules.map((rule) => [`[${rule.id}](${rule.id}.md)`, lawOf(rule)[0] ?? '']),
    ),
  ]);
}

/** What a rule may say of an object, in the order of the catalogue. */
export function textsOf({ id }: Pick<AnyRule, 'id'>): readonly MessageId[] {
  return ruleTexts(id).said;
}

/** The file of a rule below `policy/`, without its ending: its id says where it is. */
export function ruleFile({ id }: Pick<AnyRule, 'id'>): string {
  return id.replace('.', '/');
}

/** The doc comment of a rule: the law as one sentence, then one line per label, wrapped lines joined. */
export function lawOf(rule: Pick<AnyRule, 'id'>): string[] {
  const source = readFileSync(join(shared, 'policy', `${ruleFile(rule)}.ts`), 'utf8');
  const name = /export const (\w+) = defineRule</.exec(source)?.[1];
  return docComment(source, `export const ${name} = `).reduce<string[]>((lines, line) => {
    const isNew = lines.length === 0 || /^[A-Z][\w ]*:\s/.test(line);
    if (line === '') return lines;
    return isNew ? [...lines, line.replace(/:\s+/, ': ')] : [...lines.slice(0, -1), `${lines.at(-1)} ${line.trim()}`];
  }, []);
}

function factNote(fact: string): string {
  return docComment(readFileSync(join(shared, 'model', 'facts.ts'), 'utf8'), `readonly ${fact}?:`).join(' ');
}

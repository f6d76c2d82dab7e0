import type { RuleItem, RuleList } from '../../../../shared/actions/result.ts';
import type { Language } from '../../../../shared/messages/text.ts';
import { ruleSentences } from '../rules.ts';
import { linesView, tableView, type View } from '../view.ts';

/** `policy explain`: all rules. Their laws are prose, and shown in the language of the reader. */
export function rulesView(language: Language): View<RuleList> {
  return tableView<RuleList, RuleItem>({
    rows: ({ items }) => items,
    names: namesOf,
    columns: [
      { header: 'RULE', value: ({ id }) => id, whole: true },
      { header: 'ASKED_BY', value: ({ askedBy }) => askedBy },
      { header: 'MODE', value: ({ mode }) => mode },
      { header: 'OPERATIONS', value: ({ operations }) => operations.join(','), wide: true },
      { header: 'FACTS', value: ({ facts }) => facts.join(','), wide: true },
      { header: 'LAW', value: ({ id }) => ruleSentences(id, language).law, below: true },
    ],
  });
}

/** `policy explain RULE`: everything about one rule. */
export function ruleView(language: Language): View<RuleList> {
  return linesView<RuleList>(({ items }) => items.flatMap((item) => paragraph(item, language)), namesOf);
}

function paragraph({ id, kind, type, operations, fields, facts, askedBy, mode }: RuleItem, language: Language): string[] {
  const { law, says, waysOut } = ruleSentences(id, language);
  const entries: readonly (readonly [key: string, values: readonly string[]])[] = [
    ['Rule', [id]],
    ['Law', [law]],
    ['Type', [type]],
    ['Kind', [kind]],
    ['Operations', [operations.join(', ')]],
    ['Fields', fields],
    ['Facts', facts],
    ['AskedBy', [askedBy]],
    ['Mode', [mode]],
    ['Says', says],
    ['WayOut', waysOut],
  ];
  const width = Math.max(...entries.map(([key]) => key.length)) + 1;
  return entries.flatMap(([key, values]) =>
    (values.length === 0 ? ['<none>'] : values).map((value, index) => `${(index === 0 ? `${key}:` : '').padEnd(width)}   ${value}`),
  );
}

function namesOf({ items }: RuleList): string[] {
  return items.map(({ id }) => id);
}

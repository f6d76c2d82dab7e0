import { type Node, parseSync, Visitor } from 'oxc-parser';

/** How many cases a rule is tested with: writes that it lets pass, and writes that it objects to. */
export interface RuleCaseCount {
  readonly allows: number;
  readonly objects: number;
}

/** Counts the cases that a test file hands to `testRule` for a rule, as they are written out there. */
export function countRuleCases(text: string, rule: string): RuleCaseCount {
  let found: RuleCaseCount = { allows: 0, objects: 0 };
  const visitor = new Visitor({
    CallExpression({ callee, arguments: [subject, cases] }) {
      if (!isNamed(callee, 'testRule') || !isNamed(subject, rule)) return;
      found = {
        allows: found.allows + lengthOf(cases, 'allows'),
        objects: found.objects + lengthOf(cases, 'denies') + lengthOf(cases, 'warns'),
      };
    },
  });
  visitor.visit(parseSync('rule.test.ts', text).program);
  return found;
}

function isNamed(node: Node | undefined, name: string): boolean {
  return node?.type === 'Identifier' && node.name === name;
}

function lengthOf(cases: Node | undefined, key: string): number {
  if (cases?.type !== 'ObjectExpression') return 0;
  const list = cases.properties.find((property) => property.type === 'Property' && isNamed(property.key, key));
  return list?.type === 'Property' && list.value.type === 'ArrayExpression' ? list.value.elements.length : 0;
}

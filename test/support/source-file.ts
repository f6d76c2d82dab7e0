import { type Node, type Statement, parseSync, visitorKeys } from 'oxc-parser';

/** One file asking for another, in whichever spelling: `import`, `export … from`, `import()`, `require`, `import('…').Type`. */
export interface Import {
  /** As written: `../model/object.ts`, `node:fs`; null where only the running program knows. */
  readonly module: string | null;
  /** The names it takes; `*` is everything, and a side effect takes none. */
  readonly names: readonly string[];
  /** Gone when the program runs. `import { type T }` is not: the file is still loaded. */
  readonly isType: boolean;
  /** Loaded when the line is reached, not together with the file. */
  readonly isLate: boolean;
}

/** What can be read off a source file without running it. */
export interface SourceFile {
  /** From the root of the project: `shared/model/object.ts`. */
  readonly path: string;
  readonly imports: readonly Import[];
  /** Names that it neither declares nor imports, every `name.member`, and `new Date()`: `process`, `Math.random`, `vi.mock`. */
  readonly uses: readonly string[];
  /** Statements outside functions that do something, or keep something that can change, by their first line. */
  readonly effects: readonly string[];
}

/** Reads a TypeScript file. Throws where it cannot be parsed. */
export function readSource(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors.map(({ message }) => message).join('; ')}`);
  const places = [...walk({ node: program, parent: undefined, key: '', binds: false })];
  const declared = new Set(places.flatMap(({ node, binds }) => (binds && node.type === 'Identifier' ? [node.name] : [])));
  const used = places.flatMap((place) => usesAt(place)).filter((name) => !declared.has(name));
  return {
    path,
    imports: places.flatMap(({ node }) => importsAt(node)),
    uses: [...new Set(used)],
    effects: program.body.filter(hasEffect).map(({ start, end }) => text.slice(start, end).split('\n')[0] ?? ''),
  };
}

/** A node of the syntax tree, where it stands, and whether a name that stands there is declared there. */
interface Place {
  readonly node: Node;
  readonly parent: Node | undefined;
  readonly key: string;
  readonly binds: boolean;
}

function* walk(place: Place): Generator<Place> {
  yield place;
  const { node, binds } = place;
  for (const key of visitorKeys[node.type] ?? []) {
    const children = [Reflect.get(node, key) as Node | Node[] | null | undefined]
      .flat()
      .filter((child) => child !== null && child !== undefined);
    for (const child of children) yield* walk({ node: child, parent: node, key, binds: binding(node.type, key, binds) });
  }
}

const declares =
  /^(VariableDeclarator|.*(Function|Class)\w*)\.id$|^.*Function\w*\.params$|^CatchClause\.param$|^Import\w*Specifier\.local$/;
const passesOn =
  /^(ObjectPattern\.properties|Property\.value|ArrayPattern\.elements|RestElement\.argument|AssignmentPattern\.left|TSParameterProperty\.parameter)$/;

function binding(type: string, key: string, binds: boolean): boolean {
  const edge = `${type}.${key}`;
  return declares.test(edge) || (binds && passesOn.test(edge));
}

function usesAt(place: Place): string[] {
  const { node } = place;
  if (node.type === 'NewExpression' && node.arguments.length === 0 && node.callee.type === 'Identifier')
    return [`new ${node.callee.name}()`];
  if (node.type === 'MemberExpression' && node.object.type === 'Identifier') {
    const member = memberOf(node.property, node.computed);
    return member === null ? [] : [`${node.object.name}.${member}`];
  }
  return node.type === 'Identifier' && isReference(place) ? [node.name] : [];
}

function memberOf(property: Node, isComputed: boolean): string | null {
  return property.type === 'Identifier' && !isComputed ? property.name : textOf(property);
}

/** Whether a name stands for what it names, and is not the name of a property, of a part of another module, or just being declared. */
function isReference({ parent, key, binds }: Place): boolean {
  const isComputed = parent !== undefined && 'computed' in parent && parent.computed;
  return !binds && (isComputed || !/^(key|property|imported|exported|qualifier|meta)$/.test(key));
}

function importsAt(node: Node): Import[] {
  switch (node.type) {
    case 'ImportDeclaration':
      return [{ module: node.source.value, names: node.specifiers.map(importedName), isType: node.importKind === 'type', isLate: false }];
    case 'ExportAllDeclaration':
      return [{ module: node.source.value, names: ['*'], isType: node.exportKind === 'type', isLate: false }];
    case 'ExportNamedDeclaration': {
      const names = node.specifiers.map(({ local }) => nameOf(local));
      return node.source === null ? [] : [{ module: node.source.value, names, isType: node.exportKind === 'type', isLate: false }];
    }
    case 'TSImportType':
      return [{ module: node.source.value, names: ['*'], isType: true, isLate: false }];
    case 'TSExternalModuleReference':
      return [{ module: node.expression.value, names: ['*'], isType: false, isLate: false }];
    default:
      return lateImportsAt(node);
  }
}

function lateImportsAt(node: Node): Import[] {
  const late = (source: Node | undefined): Import => ({ module: textOf(source), names: ['*'], isType: false, isLate: true });
  if (node.type === 'ImportExpression') return [late(node.source)];
  const isRequire = node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require';
  return isRequire ? [late(node.arguments[0])] : [];
}

function importedName(specifier: Node): string {
  if (specifier.type === 'ImportSpecifier') return nameOf(specifier.imported);
  return specifier.type === 'ImportDefaultSpecifier' ? 'default' : '*';
}

function nameOf(node: Node): string {
  return node.type === 'Identifier' ? node.name : (textOf(node) ?? '');
}

/** The text of a string that is written out; null where it has to be computed. */
function textOf(node: Node | undefined): string | null {
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? null;
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : null;
}

/** Only definitions are harmless: constants, functions, classes, types. A container that starts empty is there to be filled later. */
function hasEffect(statement: Statement): boolean {
  if (statement.type === 'ExportNamedDeclaration' && statement.declaration !== null) return hasEffect(statement.declaration);
  if (statement.type === 'VariableDeclaration')
    return statement.kind !== 'const' || statement.declarations.some(({ init }) => isUnsettled(init));
  return !/^(Import|ExportNamed|ExportAll|Function|Class|TS)\w*Declaration$/.test(statement.type);
}

function isUnsettled(value: Node | null): boolean {
  if (value?.type === 'NewExpression') return value.arguments.length === 0 && /^(Weak)?(Map|Set)$/.test(nameOf(value.callee));
  return value?.type === 'AwaitExpression';
}

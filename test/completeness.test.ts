import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allCommands } from '../cmd/kubectl-ext/commands/index.ts';
import { commandIn } from '../cmd/kubectl-ext/grammar.ts';
import { lawOf, ruleFile, textsOf, type AnyRule } from '../scripts/docs/rule-page.ts';
import { en } from '../shared/messages/en.ts';
import type { MessageId } from '../shared/messages/message.ts';
import { ruleTexts } from '../shared/messages/rule-texts.ts';
import { ru } from '../shared/messages/ru.ts';
import { defaults } from '../shared/policy/defaults/index.ts';
import { policy } from '../shared/policy/index.ts';
import { countRuleCases } from './support/rule-cases.ts';

const root = join(import.meta.dirname, '..');
const rules: readonly AnyRule[] = Object.values(policy).flat();
const sections = await allCommands.sections();
const commands = sections.flatMap((section) => section.commands).filter(({ hidden }) => hidden !== true);
const exists = (...path: string[]) => existsSync(join(root, ...path));

describe.each(rules)('rule $id', (rule) => {
  const file = join('shared', 'policy', ruleFile(rule));

  it('lies where its id says', () => expect(readFileSync(join(root, `${file}.ts`), 'utf8')).toContain(`id: '${rule.id}'`));

  it('says what is wrong and the way out, in both languages', () => {
    const ids = textsOf(rule);
    expect(ids).toEqual(expect.arrayContaining([`rule.${rule.id}`, `rule.${rule.id}.way-out`]));
    expectTexts(ids);
  });

  it('has its law in both languages, in English that of its file', () => {
    const { law } = ruleTexts(rule.id);
    expectTexts([law]);
    // Users know the word by the flag --catalog.
    expect(`${en[law]}.`).toBe(lawOf(rule)[0]?.replaceAll('catalogue', 'catalog'));
  });

  it('has a page', () => expect(exists('docs', 'rules', `${rule.id}.md`)).toBe(true));

  it('is tested on both sides', () => {
    const name = camelCase(rule.id.split('.')[1] ?? '');
    const { allows, objects } = countRuleCases(readFileSync(join(root, `${file}.test.ts`), 'utf8'), name);
    expect(allows).toBeGreaterThan(0);
    expect(objects).toBeGreaterThan(0);
  });
});

it.each(Object.values(defaults).flat())('default $id has its law, and what it says, in both languages', ({ id }) => {
  const { law, said } = ruleTexts(id);
  expect(said).toContain(`rule.${id}`);
  expectTexts([law, ...said]);
});

it('the name of a rule behind its kind is that of no other', () => {
  const names = [...rules, ...Object.values(defaults).flat()].map(({ id }) => id.slice(id.indexOf('.') + 1));
  expect(new Set(names).size).toBe(names.length);
});

describe.each(commands)('command $path', (command) => {
  const page = `${command.path.replaceAll(' ', '-')}.md`;

  it('lies where its path says', () =>
    expect(exists('cmd', 'kubectl-ext', 'commands', `${command.path.replaceAll(' ', '/')}.ts`)).toBe(true));

  it('has a summary in both languages', () => expectTexts([command.summary]));

  it('has a page in both languages', () => {
    expect(exists('docs', 'commands', page)).toBe(true);
    expect(exists('docs', 'ru', 'commands', page)).toBe(true);
  });

  it('has a session', () => expect(commandsOfSessions()).toContain(command.path));
});

it('every command that a text quotes is there', () => {
  const quoted = productFiles().flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/kubectl ext ([a-z]+)(?=[\s'`"]|$)/gm)]);
  const known = new Set(commands.map(({ path }) => path.split(' ')[0]));
  expect(quoted.length).toBeGreaterThan(20);
  expect(quoted.map(([, word]) => word).filter((word) => !known.has(word))).toEqual([]);
});

/** Everything that is shipped or read by users, tests aside. */
function productFiles(): string[] {
  const inFolder = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file));
  const files = ['cmd', 'shared', 'webhook', 'deploy', 'docs'].flatMap(inFolder).filter((file) => /\.(ts|md|yaml)$/.test(file));
  return [...files, 'README.md', 'README.ru.md'].filter((file) => !file.endsWith('.test.ts')).map((file) => join(root, file));
}

function expectTexts(ids: readonly MessageId[]): void {
  for (const id of ids) {
    for (const catalogue of [en, ru]) expect(catalogue[id].trim()).not.toBe('');
  }
}

/** The commands that the sessions show at work: what is called by `$ kubectl ext list -n demo`, unless for help or in a wrong way. */
function commandsOfSessions(): string[] {
  const folder = join(root, 'test', 'sessions');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.txt'));
  const calls = files.flatMap((file) => readFileSync(join(folder, file), 'utf8').split(/^\$ /m).slice(1));
  return calls.flatMap((call) => {
    const words = /^.*\bkubectl[ -]ext (.*)/.exec(call)?.[1]?.split(' ') ?? [];
    if (words.includes('--help') || call.includes('[exit 2]')) return [];
    return commandIn(words, commands)?.path ?? [];
  });
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

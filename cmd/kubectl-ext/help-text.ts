import type { MessageId } from '../../shared/messages/message.ts';
import { type Language, textOf } from '../../shared/messages/text.ts';
import { type Command, usageOf } from './command.ts';
import type { CommandSection } from './commands/index.ts';
import { type FlagDefinition, type Flags, kebab } from './flag.ts';
import { flagGroups, globalFlags } from './flags/index.ts';
import { kubeFlags } from './flags/kube.ts';
import { programFlags } from './flags/program.ts';

/** What `help TOPIC` explains. */
export const topics = ['environment', 'exit-codes', 'formatting', 'clusters', 'safety'] as const;

const width = 100;
const gap = 3;

type Say = (id: MessageId, data?: Readonly<Record<string, string>>) => string;
type Row = readonly [left: string, right: string];

/** Help on the whole program: its commands, the flags they all take, the topics. */
export function overview(sections: readonly CommandSection[], language: Language): string {
  const say = speaker(language);
  const longest = Math.max(...sections.flatMap(({ commands }) => commandRows(commands, say).map(([name]) => name.length)));
  return page([
    wrap(say('help.about'), 0),
    `${say('help.usage')} kubectl ext ${say('help.usage.command')}`,
    ...sections.map(({ title, commands }) => block(say(title), commandRows(commands, say), longest)),
    block(say('help.group.connection'), flagRows(kubeFlags, say)),
    block(say('help.group.program'), flagRows(programFlags, say)),
    block(
      say('help.topics'),
      topics.map((topic): Row => [`kubectl ext help ${topic}`, say(`help.${topic}.summary`)]),
    ),
    wrap(say('help.more'), 0),
  ]);
}

/** Help on words that several commands begin with: `ac`. */
export function groupHelp(path: string, commands: readonly Command[], language: Language): string {
  const say = speaker(language);
  return page([
    `${say('help.usage')} kubectl ext ${path} ${say('help.usage.command')}`,
    block(say('help.commands'), commandRows(below(path, commands), say)),
    wrap(say('help.more'), 0),
  ]);
}

/** Help on one command: what it does, how it is called, examples, its flags. */
export function commandHelp(command: Command, language: Language, commands: readonly Command[] = []): string {
  const say = speaker(language);
  return page([
    wrap(say(command.summary), 0),
    command.details === undefined ? '' : wrap(say(command.details), 0),
    `${say('help.usage')} ${usageOf(command)} ${say('help.usage.flags')}`,
    command.aliases === undefined ? '' : `${say('help.aliases')} ${command.aliases.join(', ')}`,
    examplesOf(command, say),
    block(say('help.commands'), commandRows(below(command.path, commands), say)),
    ...flagBlocks(command.flags, say),
    wrap(say('help.see-also'), 0),
  ]);
}

/** One of the topics. */
export function topicHelp(topic: (typeof topics)[number], language: Language): string {
  return `${textOf({ id: `help.${topic}`, data: {} }, language)}\n`;
}

function below(path: string, commands: readonly Command[]): Command[] {
  return commands.filter((command) => command.path.startsWith(`${path} `));
}

function commandRows(commands: readonly Command[], say: Say): Row[] {
  return commands.filter(({ hidden }) => hidden !== true).map((command): Row => [command.path, say(command.summary)]);
}

function examplesOf({ examples = [] }: Command, say: Say): string {
  if (examples.length === 0) return '';
  return [say('help.examples'), ...examples.map(({ line, about }) => `  # ${say(about)}\n  kubectl ext ${line}`)].join('\n');
}

function flagBlocks(flags: Flags, say: Say): string[] {
  const shared = flagGroups.map(({ title, flags: group }) =>
    block(
      say(title),
      flagRows(
        only(flags, (name) => name in group),
        say,
      ),
    ),
  );
  const taken = (name: string) => name in globalFlags || flagGroups.some(({ flags: group }) => name in group);
  return [
    block(
      say('help.group.own'),
      flagRows(
        only(flags, (name) => !taken(name)),
        say,
      ),
    ),
    ...shared,
  ];
}

function only(flags: Flags, wanted: (name: string) => boolean): Flags {
  return Object.fromEntries(Object.entries(flags).filter(([name]) => wanted(name)));
}

function flagRows(flags: Flags, say: Say): Row[] {
  return Object.entries(flags).map(([name, flag]): Row => [spelling(name, flag), [say(flag.summary), ...notes(flag, say)].join('; ')]);
}

function spelling(name: string, { alias = '', type, value, choices, bare, letterOnly }: FlagDefinition): string {
  const short = [alias, name].find((each) => each.length === 1);
  const shown = valueShown({ type, value, choices, bare });
  if (letterOnly === true) return `-${short ?? name}${shown}`;
  return `${short === undefined ? '    ' : `-${short}, `}--${kebab(name)}${shown}`;
}

function valueShown({ type, value, choices, bare }: Pick<FlagDefinition, 'type' | 'value' | 'choices' | 'bare'>): string {
  const word = type === 'boolean' ? '' : (choices?.join('|') ?? value ?? 'VALUE');
  return word === '' ? '' : bare === undefined ? ` ${word}` : `[=${word}]`;
}

function notes({ type, array, whole, default: value }: FlagDefinition, say: Say): string[] {
  const list = array === true ? [say(whole === true ? 'help.list.whole' : 'help.list')] : [];
  const isTold = value !== undefined && value !== false && value !== 0;
  return isTold ? [...list, say('help.default', { value: type === 'boolean' ? `${value}` : String(value) })] : list;
}

function block(title: string, rows: readonly Row[], longest = Math.max(...rows.map(([name]) => name.length))): string {
  if (rows.length === 0) return '';
  const left = longest + 2 + gap;
  return [title, ...rows.map(([name, text]) => `  ${name}`.padEnd(left) + wrap(text, left))].join('\n');
}

/** Breaks a text at words; every line but the first is indented. */
function wrap(text: string, indent: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}

function page(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function speaker(language: Language): Say {
  return (id, data = {}) => textOf({ id, data }, language);
}

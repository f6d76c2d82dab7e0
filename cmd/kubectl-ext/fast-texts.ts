import { type Language, textOf } from '../../shared/messages/text.ts';
import type { Command } from './command.ts';
import type { CommandSection } from './commands/index.ts';
import type { FastLanguage, FastTexts } from './fast.ts';
import type { Flags } from './flag.ts';
import { flagWord, globalFlags } from './flags/index.ts';
import type { FlagEntry, Grammar } from './grammar.ts';
import { commandHelp, groupHelp, overview, topicHelp, topics } from './help-text.ts';

/** Makes the texts of `fast.ts` from the definitions, in every language: at build time for the binary, when asked for from the sources. */
export function makeFastTexts(sections: readonly CommandSection[], version: string): FastTexts {
  return { version, languages: { en: textsIn('en', sections), ru: textsIn('ru', sections) } };
}

function textsIn(language: Language, sections: readonly CommandSection[]): FastLanguage {
  const commands = sections.flatMap((section) => section.commands).filter(({ hidden }) => hidden !== true);
  return {
    help: {
      '': overview(sections, language),
      ...Object.fromEntries(groupsOf(commands).map((group) => [group, groupHelp(group, commands, language)])),
      ...Object.fromEntries(
        commands.flatMap((command) => namesOf(command).map((name) => [name, commandHelp(command, language, commands)])),
      ),
    },
    topics: Object.fromEntries(topics.map((topic) => [topic, topicHelp(topic, language)])),
    grammar: grammarOf(commands, language),
  };
}

function namesOf({ path, aliases = [] }: Command): string[] {
  return [path, ...aliases];
}

/** The first words of longer paths; those that are commands themselves have help of their own. */
function groupsOf(commands: readonly Command[]): string[] {
  return commands.flatMap(({ path }) => (path.includes(' ') ? [path.slice(0, path.indexOf(' '))] : []));
}

function grammarOf(commands: readonly Command[], language: Language): Grammar {
  return {
    global: flagEntries(globalFlags, language),
    commands: commands.map(({ path, aliases, summary, flags, positionals }) => ({
      path,
      aliases,
      about: textOf({ id: summary, data: {} }, language),
      flags: flagEntries(flags, language),
      positionals,
    })),
  };
}

function flagEntries(flags: Flags, language: Language): FlagEntry[] {
  return Object.entries(flags).map(([name, flag]) => ({
    ...flagWord(name, flag),
    about: textOf({ id: flag.summary, data: {} }, language),
    choices: flag.choices,
    suggestions: flag.suggestions,
    complete: flag.complete,
  }));
}

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
  return { en: textsIn('en', sections, version), ru: textsIn('ru', sections, version) };
}

function textsIn(language: Language, sections: readonly CommandSection[], version: string): FastLanguage {
  const all = sections.flatMap((section) => section.commands);
  const commands = all.filter(({ hidden }) => hidden !== true);
  return {
    version,
    help: {
      '': overview(sections, language),
      ...Object.fromEntries(groupsOf(commands).map((group) => [group, groupHelp(group, commands, language)])),
      ...Object.fromEntries(
        commands.flatMap((command) => namesOf(command).map((name) => [name, commandHelp(command, language, commands)])),
      ),
    },
    topics: Object.fromEntries(topics.map((topic) => [topic, topicHelp(topic, language)])),
    grammar: grammarOf(all, language),
  };
}

function namesOf({ path, aliases = [] }: Command): string[] {
  return [path, ...aliases];
}

/** The first words of longer paths; those that are commands themselves have help of their own. */
function groupsOf(commands: readonly Command[]): string[] {
  return commands.flatMap(({ path }) => (path.includes(' ') ? [path.slice(0, path.indexOf(' '))] : []));
}

/** The whole command line, those commands included that are found and not offered. */
export function grammarOf(commands: readonly Command[], language: Language): Grammar {
  return {
    global: flagEntries(globalFlags, language),
    commands: commands.map(({ path, aliases, summary, flags, positionals, hidden }) => ({
      path,
      aliases,
      about: textOf({ id: summary, data: {} }, language),
      flags: flagEntries(flags, language),
      positionals,
      ...(hidden === true ? { hidden } : {}),
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

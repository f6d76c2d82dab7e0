import { type Command, defineCommand } from '../command.ts';
import type { CommandSection } from './index.ts';

/** Makes the command that the shells call to complete the words behind `ext`. Only names that have to be looked up get as far as this. */
export function completeCommand(sections: readonly CommandSection[]): Command {
  return defineCommand({
    name: '__complete [words..]',
    summary: 'command.complete.summary',
    hidden: true,
    verbatim: true,
    flags: {},
    permissions: ['list packagemanifests', 'list moduleplugins', 'list moduleconfigs', 'list namespaces'],
    parse: ({ words }) => words,
    async run(words, context) {
      const { grammarOf } = await import('../fast-texts.ts');
      const { completeLine, completionLines } = await import('../complete/line.ts');
      const { liveNames } = await import('../complete/live.ts');
      const commands = sections.flatMap((section) => section.commands);
      const completion = completeLine(words, grammarOf(commands, context.language));
      const isLive = 'live' in completion;
      context.print(completionLines(isLive ? await liveNames(completion, context) : completion.suggestions, !isLive && completion.files));
    },
  });
}

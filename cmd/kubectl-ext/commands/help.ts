import { ExtError } from '../../../shared/errors.ts';
import { message } from '../../../shared/messages/message.ts';
import { defineCommand } from '../command.ts';
import { topics } from '../help-text.ts';
import { nearest } from '../../../shared/model/nearest.ts';

/** Explains a topic or a command. */
export const help = defineCommand({
  name: 'help [topic..]',
  summary: 'command.help.summary',
  positionals: { topic: { suggestions: topics } },
  flags: {},
  permissions: [],
  examples: [
    { line: 'help exit-codes', about: 'command.help.example.topic' },
    { line: 'help completion install', about: 'command.help.example.command' },
  ],
  parse: ({ topic }) => topic.join(' '),
  // Every topic and command there is was answered from ready-made texts before a command is looked for.
  async run(topic) {
    const hints = nearest(topic, topics).map((name) => `kubectl ext help ${name}`);
    throw new ExtError('usage', message('error.unknown-topic', { topic, topics }), { hints });
  },
});

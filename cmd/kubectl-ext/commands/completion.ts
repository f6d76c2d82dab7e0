import { completionScript, shells } from '../complete/scripts.ts';
import { defineCommand } from '../command.ts';
import { binaryOf } from '../program.ts';

/** Prints the completion script of a shell. */
export const completion = defineCommand({
  name: 'completion <shell>',
  summary: 'command.completion.summary',
  details: 'command.completion.details',
  positionals: { shell: { choices: shells } },
  flags: {},
  permissions: [],
  examples: [
    { line: 'completion bash > /etc/bash_completion.d/kubectl-ext', about: 'command.completion.example.bash' },
    { line: 'completion fish > ~/.config/fish/completions/kubectl-ext.fish', about: 'command.completion.example.fish' },
  ],
  parse: ({ shell }) => ({ shell }),
  async run({ shell }, { print, surroundings }) {
    print(completionScript(shell, binaryOf(surroundings.argv0)));
  },
});

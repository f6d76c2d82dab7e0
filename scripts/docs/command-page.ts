import type { Command } from '../../cmd/kubectl-ext/command.ts';
import { commandHelp } from '../../cmd/kubectl-ext/help-text.ts';
import { type Language, textOf } from '../../shared/messages/text.ts';
import { code, page, table } from './markdown.ts';

/** The words of the pages that no help text has. */
const words = {
  en: {
    title: 'Commands',
    command: 'Command',
    does: 'What it does',
    permissions: 'Permissions',
    needs: 'The account needs these rights in the cluster:',
    needsNone: 'It needs no rights in the cluster.',
    resource: 'Resource',
    verbs: 'Verbs',
  },
  ru: {
    title: 'Команды',
    command: 'Команда',
    does: 'Что делает',
    permissions: 'Права',
    needs: 'Учётной записи нужны в кластере такие права:',
    needsNone: 'Прав в кластере команде не нужно.',
    resource: 'Ресурс',
    verbs: 'Действия',
  },
} as const satisfies Record<Language, unknown>;

/** The reference page of a command: its help, and what it has to be allowed to do. */
export function commandPage(command: Command, language: Language): string {
  const say = words[language];
  const verbs = Object.entries(Object.groupBy(command.permissions, resourceOf));
  return page([
    `# kubectl ext ${command.path}`,
    `\`\`\`text\n${commandHelp(command, language).trimEnd()}\n\`\`\``,
    `## ${say.permissions}`,
    verbs.length === 0 ? say.needsNone : say.needs,
    table(
      [say.resource, say.verbs],
      verbs.map(([resource, permissions = []]) => [code(resource), permissions.map(verbOf).join(', ')]),
    ),
  ]);
}

/** The list of all commands. */
export function commandsIndex(commands: readonly Command[], language: Language): string {
  const say = words[language];
  return page([
    `# ${say.title}`,
    table(
      [say.command, say.does],
      commands.map(({ path, summary }) => [`[${path}](${commandFile(path)})`, textOf({ id: summary, data: {} }, language)]),
    ),
  ]);
}

/** The file name of the page of a command: `completion install` is in `completion-install.md`. */
export function commandFile(path: string): string {
  return `${path.replaceAll(' ', '-')}.md`;
}

function verbOf(permission: string): string {
  return permission.split(' ')[0] ?? '';
}

function resourceOf(permission: string): string {
  return permission.split(' ').slice(1).join(' ');
}

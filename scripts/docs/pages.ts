import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { allCommands } from '../../cmd/kubectl-ext/commands/index.ts';
import { policy } from '../../shared/policy/index.ts';
import { chartFiles } from './chart.ts';
import { commandFile, commandPage, commandsIndex } from './command-page.ts';
import { webhookFiles } from './manifests.ts';
import { userRoles } from './roles.ts';
import { type AnyRule, rulePage, rulesIndex } from './rule-page.ts';

const root = join(import.meta.dirname, '..', '..');

/** The folders that hold generated pages and nothing else. */
const folders = [
  'docs/rules',
  'docs/commands',
  'docs/ru/commands',
  'deploy/base',
  'deploy/overlays/workload',
  'deploy/overlays/ha',
  'deploy/overlays/own-secret',
  'deploy/overlays/cert-manager',
  'deploy/overlays/workload-own-secret',
  'deploy/overlays/workload-cert-manager',
  'deploy/monitoring',
  'deploy/chart/templates/webhook',
] as const;

/** The roles of people, which lie beside the manifests of the webhook. */
const rolesFile = 'deploy/user-roles.yaml';

/** Pages by their path from the root of the project. */
export type Pages = ReadonlyMap<string, string>;

/** All generated pages, and the roles that the commands need, made from the rules and the commands. */
export async function makePages(): Promise<Pages> {
  const rules = Object.entries(policy).flatMap(([kind, row]) => row.map((rule: AnyRule) => ({ kind, rule })));
  const sections = await allCommands.sections();
  const commands = sections.flatMap((section) => section.commands).filter(({ hidden }) => hidden !== true);
  const index = 'README.md';
  return new Map([
    [posix.join(folders[0], index), rulesIndex(rules.map(({ rule }) => rule))],
    ...rules.map(({ kind, rule }): [string, string] => [posix.join(folders[0], `${rule.id}.md`), rulePage(kind, rule)]),
    [rolesFile, userRoles(commands)],
    ...webhookFiles(),
    ...chartFiles(),
    ...(['en', 'ru'] as const).flatMap((language): [string, string][] => {
      const folder = language === 'en' ? folders[1] : folders[2];
      return [
        [posix.join(folder, index), commandsIndex(commands, language)],
        ...commands.map((command): [string, string] => [posix.join(folder, commandFile(command.path)), commandPage(command, language)]),
      ];
    }),
  ]);
}

/** The pages as they lie in the folders now. */
export function readPages(): Pages {
  const paths = folders.filter((folder) => existsSync(join(root, folder))).flatMap((folder) => filesIn(folder));
  return new Map([...paths, rolesFile].map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => posix.join(folder, name));
}

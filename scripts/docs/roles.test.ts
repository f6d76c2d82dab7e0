import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { allCommands } from '../../cmd/kubectl-ext/commands/index.ts';
import { userRoles } from './roles.ts';

interface Role {
  readonly metadata: { readonly name: string };
  readonly rules: readonly { readonly resources: readonly string[]; readonly verbs: readonly string[] }[];
}

const sections = await allCommands.sections();
const roles = parseAllDocuments(userRoles(sections.flatMap(({ commands }) => commands))).map((document) => document.toJS() as Role);

it('whoever may look may change nothing', () => {
  expect(roles.map(({ metadata }) => metadata.name)).toEqual(['ext-viewer', 'ext-operator-admin']);
  expect(new Set(roles[0]?.rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(['get', 'list', 'watch']));
});

it('no role gives what is worth the whole cluster', () => {
  const resources = roles.flatMap(({ rules }) => rules.flatMap((rule) => rule.resources));
  expect(resources).not.toContain('secrets');
  expect(resources.filter((resource) => /role|webhook|admissionpolic/.test(resource))).toEqual([]);
});

it('no role changes the pods of the webhook, nor what leads to them', () => {
  const changed = roles.flatMap(({ rules }) => rules.filter(({ verbs }) => verbs.some((verb) => !['get', 'list', 'watch'].includes(verb))));
  expect(new Set(changed.flatMap(({ resources }) => resources))).toEqual(
    new Set(['configmaps', 'events', 'installplans', 'namespaces', 'operatorgroups', 'subscriptions']),
  );
});

import { stringify } from 'yaml';
import type { Command } from '../../cmd/kubectl-ext/command.ts';

const reads = ['get', 'list', 'watch'];
const verbOrder = [...reads, 'create', 'patch', 'delete'];

/** The ClusterRoles that `deploy/` ships for people, from what the commands say they need: one to look, one to do everything. */
export function userRoles(commands: readonly Command[]): string {
  // Whoever has logged in may ask for paths such as /version.
  const permissions = [
    ...new Set(commands.filter(({ forClusterAdmins }) => forClusterAdmins !== true).flatMap((command) => command.permissions)),
  ].filter((permission) => !permission.includes('/'));
  const viewer = role(
    'ext-viewer',
    permissions.filter((permission) => reads.includes(permission.split(' ')[0] ?? '')),
  );
  const admin = role('ext-operator-admin', permissions);
  return `# Made by \`npm run docs\` from the permissions of the commands.\n${[viewer, admin].map((each) => stringify(each)).join('---\n')}`;
}

function role(name: string, permissions: readonly string[]): object {
  const verbs = Map.groupBy(permissions, (permission) => permission.split(' ')[1] ?? '');
  const rules = [...verbs]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([resource, of]) => {
      const [plural, ...group] = resource.split('.');
      return { apiGroups: [group.join('.')], resources: [plural], verbs: verbOrder.filter((verb) => of.includes(`${verb} ${resource}`)) };
    });
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules };
}

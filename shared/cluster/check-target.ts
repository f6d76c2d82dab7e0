import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { ExecEntry, UserEntry } from './kubeconfig-file.ts';
import type { Target } from './target.ts';

/**
 * Refuses what kubectl refuses (client-go, tools/clientcmd/validation.go): two values where one counts, half a certificate, a plugin
 * nobody can talk to. To choose silently could mean the wrong server or the wrong user. Throws `failure` naming the fields.
 */
export function checkTarget({ cluster, user }: Target): void {
  checkTwice('certificate-authority', cluster.caData, cluster.caFile);
  checkTwice('client-certificate', user.certData, user.certFile);
  checkTwice('client-key', user.keyData, user.keyFile);
  const [cert, key] = [user.certData ?? user.certFile, user.keyData ?? user.keyFile];
  if (cert !== undefined && key === undefined) throw new ExtError('failure', message('cluster.key-missing'));
  checkLogins(user);
  if (user.exec !== undefined) checkPlugin(user.exec);
}

function checkTwice(field: string, data: string | undefined, file: string | undefined): void {
  if (data !== undefined && file !== undefined) throw new ExtError('failure', message('cluster.twice', { field, other: `${field}-data` }));
}

function checkLogins({ token, username, password, exec, authProvider }: UserEntry): void {
  if (token !== undefined && (username ?? password) !== undefined) {
    throw new ExtError('failure', message('cluster.twice', { field: 'token', other: 'username' }));
  }
  if (exec !== undefined && authProvider !== undefined) {
    throw new ExtError('failure', message('cluster.twice', { field: 'exec', other: 'auth-provider' }));
  }
}

const group = 'client.authentication.k8s.io';
const modes = ['Never', 'IfAvailable', 'Always'];

function checkPlugin({ apiVersion, interactiveMode = '' }: ExecEntry): void {
  const versions = [`${group}/v1`, `${group}/v1beta1`];
  if (!versions.includes(apiVersion)) {
    throw new ExtError('failure', message('cluster.bad-exec', { field: 'apiVersion', value: apiVersion || '""', choices: versions }));
  }
  const mayLack = apiVersion === `${group}/v1beta1` && interactiveMode === '';
  if (!mayLack && !modes.includes(interactiveMode)) {
    throw new ExtError(
      'failure',
      message('cluster.bad-exec', { field: 'interactiveMode', value: interactiveMode || '""', choices: modes }),
    );
  }
}

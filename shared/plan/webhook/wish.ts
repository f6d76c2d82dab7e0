import type { Deployment } from '../../model/workload.ts';
import type { PlatformRole } from '../../policy/rule.ts';
import { usualWish, type TlsMode, type WebhookWish } from './manifest.ts';

/** What a person asked of an installation; what is not said stays as it is. */
export interface WebhookAsk {
  readonly role: PlatformRole;
  readonly image?: string;
  readonly pullSecret?: string;
  readonly replicas?: number;
}

/** What is wanted: what was asked, else what stands, else what is usual. */
export function wishOf({ role, image, pullSecret, replicas }: WebhookAsk, standing: Deployment | undefined): WebhookWish {
  const secret = pullSecret ?? pullSecretIn(standing);
  return {
    role,
    image: image ?? imageToKeep(standing) ?? usualWish.image,
    // None at all is how somebody stopped it, and nothing to register.
    replicas: (replicas ?? standing?.spec?.replicas) || usualWish.replicas,
    tls: tlsIn(standing),
    ...(secret !== undefined && { pullSecret: secret }),
  };
}

/** The image that a Deployment of the webhook runs. */
export function imageIn(deployment: Deployment | undefined): string | undefined {
  return deployment?.spec?.template?.spec?.containers?.[0]?.image;
}

function pullSecretIn(deployment: Deployment | undefined): string | undefined {
  return deployment?.spec?.template?.spec?.imagePullSecrets?.[0]?.name;
}

/** What a Deployment of the webhook takes its cluster for. */
export function roleIn(deployment: Deployment | undefined): PlatformRole | undefined {
  const { args = [] } = deployment?.spec?.template?.spec?.containers?.[0] ?? {};
  return (['global', 'workload'] as const).find((role) => args.includes(`--role=${role}`));
}

/**
 * Where the certificate of a Deployment of the webhook comes from. Who keeps the Secret that it mounts is not to be seen, and is nobody whose
 * work this program does.
 */
export function tlsIn(deployment: Deployment | undefined): Exclude<TlsMode, 'cert-manager'> {
  const { args = [] } = deployment?.spec?.template?.spec?.containers?.[0] ?? {};
  return args.some((arg) => /^--tls-dir(=|$)/.test(arg)) ? 'secret' : 'own';
}

/** An image that somebody chose. The usual one of another version is not chosen: it becomes that of this version. */
function imageToKeep(standing: Deployment | undefined): string | undefined {
  const image = imageIn(standing);
  return image === undefined || repositoryOf(image) === repositoryOf(usualWish.image) ? undefined : image;
}

/** An image without its tag and its digest; a port of the registry is no tag. */
function repositoryOf(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}

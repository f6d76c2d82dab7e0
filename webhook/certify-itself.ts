import { authoritySecret, webhookName } from '../shared/plan/webhook/manifest.ts';
import { serverNameIn, proverOf, type Certification, type CertificationParts, type Certified } from './certification.ts';
import type { Config } from './config.ts';
import { everyNow } from './every-now.ts';
import { errorData } from './log.ts';
import { measureStanding } from './measure.ts';
import { pause } from './pause.ts';
import { ensureTrust, lifeOf, type AuthorityPlace, type Trust } from './tls/authority.ts';
import { mintLeaf, type KeyPair, type Leaf } from './tls/certificates.ts';
import { Identity } from './tls/identity.ts';
import { keepLeaf } from './tls/keep-leaf.ts';
import { keepTrust } from './tls/keep-trust.ts';
import { Publication } from './tls/publication.ts';
import { keepPublished } from './tls/publish.ts';

/** By an authority that all replicas share, which one of them makes known to the API server; undefined where the signal came first. */
export async function certifyItself(parts: CertificationParts, signal: AbortSignal): Promise<Certification | undefined> {
  const trust = await trustOf(parts, signal);
  if (trust === undefined) return undefined;
  const leaf = await mint(parts, trust.current);
  return { pair: leaf, keep: (certified, until) => keep(parts, { trust, leaf }, certified, until) };
}

/** Whatever is wrong with the authority, the next try may find it put right; undefined where the signal came first. */
async function trustOf(parts: CertificationParts, signal: AbortSignal): Promise<Trust | undefined> {
  const { log, config } = parts;
  while (!signal.aborted) {
    try {
      return await keptTrust(parts);
    } catch (error) {
      log('authority.failed', errorData(error));
      await pause(config.times.retryPause, signal);
    }
  }
  return undefined;
}

/** What all replicas share, as the Secret has it now; where it has nothing, what this one has. */
function keptTrust({ cluster, config, now }: CertificationParts, own?: KeyPair): Promise<Trust> {
  return ensureTrust(cluster, placeOf(config), { now: now(), own });
}

function placeOf({ namespace, times }: Config): AuthorityPlace {
  return { namespace, secret: authoritySecret, life: times.authorityLife };
}

function mint({ config, now }: CertificationParts, by: KeyPair): Promise<Leaf> {
  const serverName = serverNameIn(config);
  return mintLeaf(by, [serverName, `${serverName}.cluster.local`], { from: now(), life: config.times.leafLife });
}

function keep(
  parts: CertificationParts,
  begun: { readonly trust: Trust; readonly leaf: Leaf },
  { server, leader, health }: Certified,
  signal: AbortSignal,
): Promise<unknown> {
  const { config, log, now, chance, cluster, clock, metrics } = parts;
  const { times } = config;
  const use = (next: Leaf) => server.useCertificate(next);
  const identity = new Identity(begun, { kept: (own) => keptTrust(parts, own), mint: (by) => mint(parts, by), use, log });
  const publication = new Publication(clock);
  const proves = proverOf(parts, server);
  const look = async () => health.set('certificate', await proves(identity.bundle));
  const ends = () => ({ leaf: identity.leaf.until, authority: lifeOf(identity.trust.current).until });
  measureStanding(metrics, { ends, isTrusted: () => publication.isTrusted, leader, now });
  const trustParts = {
    cluster,
    place: placeOf(config),
    identity,
    leader,
    publication,
    settle: times.bundleSettle,
    leafLife: times.leafLife,
  };
  return Promise.all([
    publish(parts, { identity, leader, publication, health }, signal),
    keepTrust({ ...trustParts, interval: times.certificateCheck, now, log }, signal),
    keepLeaf({ identity, now, chance, interval: times.certificateCheck, log }, signal),
    everyNow(look, times.certificateCheck, signal),
  ]);
}

interface Published extends Omit<Certified, 'server'> {
  readonly identity: Identity;
  readonly publication: Publication;
}

function publish(parts: CertificationParts, { identity, leader, publication, health }: Published, signal: AbortSignal): Promise<void> {
  const { config, cluster, log } = parts;
  return keepPublished(
    {
      ...{ cluster, name: webhookName, identity, leader, retryPause: config.times.retryPause, log },
      onLook(resource, standing) {
        publication.look(resource, standing);
        health.set('bundle', publication.isTrusted);
      },
    },
    signal,
  );
}

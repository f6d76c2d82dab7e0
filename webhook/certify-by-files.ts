import { join } from 'node:path';
import { certificateBlocks } from '../shared/model/pem.ts';
import { webhookName } from '../shared/plan/webhook/manifest.ts';
import { proverOf, serverNameIn, type Certification, type CertificationParts, type Certified } from './certification.ts';
import { everyNow } from './every-now.ts';
import { measureStanding } from './measure.ts';
import { Bundles } from './tls/bundles.ts';
import { Files } from './tls/files.ts';
import { mountedFiles, mountedIn, type Mounted } from './tls/mounted.ts';

/** By the files of a folder, which somebody else writes, as he writes whom the API server is to trust; undefined where the signal came first. */
export async function certifyByFiles(folder: string, parts: CertificationParts, signal: AbortSignal): Promise<Certification | undefined> {
  const { config, log, now } = parts;
  const serverName = serverNameIn(config);
  const files = new Files({
    ...{ what: 'certificate', log },
    paths: mountedFiles.map((file) => join(folder, file)),
    make: (texts) => mountedIn(texts, { serverName, now: now() }),
  });
  const first = await files.first(config.times.retryPause, signal);
  return first && { pair: first, keep: (certified, until) => keep(parts, { files, first }, certified, until) };
}

interface Begun {
  readonly files: Files<Mounted>;
  readonly first: Mounted;
}

async function keep(parts: CertificationParts, { files, first }: Begun, certified: Certified, signal: AbortSignal): Promise<void> {
  const { config, cluster, log, now, metrics } = parts;
  const { server, leader, health } = certified;
  const { retryPause, certificateCheck } = config.times;
  let used = first;
  let isTrusted = false;
  const proves = proverOf(parts, server);
  const look = async () => {
    health.set('certificate', await proves(used.certificate));
    isTrusted = await provesToAll(proves, bundles.all);
    health.set('bundle', isTrusted);
  };
  let turn = Promise.resolve();
  // One after the other: who looks must not be shown another certificate meanwhile, and the last word is of the last look.
  const inTurn = (work: () => Promise<void>) => (turn = turn.then(work));
  const bundles = new Bundles({ cluster, name: webhookName, retryPause, log, onChange: () => inTurn(look) });
  measureStanding(metrics, { ends: () => endsOf(used), isTrusted: () => isTrusted, leader, now });
  const reload = async () => {
    const next = await files.look();
    if (next !== undefined) {
      used = next;
      server.useCertificate(next);
    }
    await look();
  };
  await Promise.all([bundles.run(signal), everyNow(() => inTurn(reload), certificateCheck, signal)]);
}

function endsOf({ until, authorityUntil }: Mounted) {
  return { leaf: until, ...(authorityUntil !== undefined && { authority: authorityUntil }) };
}

/** Where a webhook has no bundle the API server asks its machine whom to trust, and nobody knows what it says. */
async function provesToAll(proves: (bundle: string) => Promise<boolean>, bundles: readonly string[] | undefined): Promise<boolean> {
  if (bundles === undefined) return false;
  const proofs = await Promise.all(bundles.map((bundle) => provesToOne(proves, certificateBlocks(bundle))));
  return proofs.every(Boolean);
}

/** One after the other: like the API server, and unlike OpenSSL, this does not stop at the first of two authorities with the same name. */
async function provesToOne(proves: (authority: string) => Promise<boolean>, authorities: readonly string[]): Promise<boolean> {
  for (const authority of authorities) if (await proves(authority)) return true;
  return false;
}

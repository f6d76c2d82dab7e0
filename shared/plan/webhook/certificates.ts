import { mountedSecret, own, webhookName, webhookNamespace, type Manifest } from './manifest.ts';

const group = 'cert-manager.io';
const apiVersion = `${group}/v1`;

/** The authority: a Certificate, its Secret, and the issuers above and below it. */
const root = { issuer: `${webhookName}-selfsigned`, certificate: `${webhookName}-issuer` };

/** The annotation by which cert-manager writes into a registration who has issued this Certificate of the webhook. */
export function injectionOf(certificate: string): Record<string, string> {
  return { [`${group}/inject-ca-from`]: `${webhookNamespace}/${certificate}` };
}

/** What cert-manager needs to issue the certificate of the webhook: an authority of its own, which is made known before it signs. */
export function webhookCertificates(): Manifest[] {
  const serverName = `${webhookName}.${webhookNamespace}.svc`;
  return [
    { apiVersion, kind: 'Issuer', metadata: own(root.issuer), spec: { selfSigned: {} } },
    {
      apiVersion,
      kind: 'Certificate',
      metadata: own(root.certificate),
      spec: {
        isCA: true,
        commonName: root.certificate,
        secretName: root.certificate,
        duration: '87600h',
        // With the same key a new one vouches for what the old one has signed, and nobody notices the change.
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Never' },
        issuerRef: issuedBy(root.issuer),
      },
    },
    { apiVersion, kind: 'Issuer', metadata: own(), spec: { ca: { secretName: root.certificate } } },
    {
      apiVersion,
      kind: 'Certificate',
      metadata: own(),
      spec: {
        commonName: serverName,
        dnsNames: [serverName, `${serverName}.cluster.local`],
        secretName: mountedSecret,
        duration: '2160h',
        usages: ['digital signature', 'server auth'],
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
        issuerRef: issuedBy(webhookName),
      },
    },
  ];
}

function issuedBy(name: string): object {
  return { group, kind: 'Issuer', name };
}

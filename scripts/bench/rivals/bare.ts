import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

/** Node's own HTTPS server with the rule of the measurement and nothing else: the least that an answer can cost. Arguments: port, certificate, key. */
interface Review {
  readonly request: {
    readonly uid: string;
    readonly object: { readonly spec: { readonly name: string; readonly installPlanApproval?: string } };
  };
}

const [, , port, certificate = '', key = ''] = process.argv;
const names = ['harbor-ce-operator', ...Array.from({ length: 300 }, (_, index) => `package-${index}`)];
const packages = new Map(names.map((name, index) => [name, { isAlauda: index % 2 === 0 }]));

function answerTo(body: string): string {
  const { uid, object } = (JSON.parse(body) as Review).request;
  const isOurs = packages.get(object.spec.name)?.isAlauda === true && object.spec.installPlanApproval === undefined;
  const operations = [{ op: 'add', path: '/spec/installPlanApproval', value: 'Manual' }];
  const patch = { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(operations)).toString('base64') };
  const response = { uid, allowed: true, ...(isOurs && patch) };
  return JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response });
}

const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key), minVersion: 'TLSv1.3' }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const text = answerTo(Buffer.concat(chunks).toString());
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
  });
});
server.keepAliveTimeout = 120_000;
server.listen(Number(port), '127.0.0.1');

import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { AdmissionAddress } from './admission-server.ts';

/** Sends a body to a webhook over HTTPS, trusting only its authority, and returns the status and the text that it answers. */
export async function post({ url, authority }: AdmissionAddress, body: string): Promise<{ status: number | undefined; answer: string }> {
  return new Promise((resolve, reject) => {
    request(url, { method: 'POST', headers: { 'content-type': 'application/json' }, ca: authority, agent: false }, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode, answer }), reject);
    })
      .on('error', reject)
      .end(body);
  });
}

/** Asks a webhook about a write, as the API server does, and returns its response. */
export async function askAdmission(server: AdmissionAddress, object: object, oldObject: object | null = null): Promise<unknown> {
  const review = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request: { uid: 'u-1', object, oldObject } };
  return (JSON.parse((await post(server, JSON.stringify(review))).answer) as { response: unknown }).response;
}

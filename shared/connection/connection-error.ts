import { ExtError } from '../errors.ts';
import { type Message, message } from '../messages/message.ts';
import { durationText } from '../model/duration.ts';
import { shown } from './proxy.ts';

/** Says that a clock ran out before the server answered. */
export class NoAnswerError extends Error {
  readonly milliseconds: number;

  constructor(milliseconds: number) {
    super(`no answer in ${durationText(milliseconds)}`);
    this.milliseconds = milliseconds;
  }
}

/** Says that an answer was larger than this program takes. */
export class TooLargeError extends Error {}

/** Where a request was going. */
export interface Destination {
  readonly server: URL;
  readonly proxy: URL | undefined;
}

/** The flags that help where a certificate is not trusted. */
export interface TlsHints {
  readonly authority: Message;
  readonly serverName?: Message;
}

const clusterHints: TlsHints = { authority: message('cluster.unknown-authority-hint'), serverName: message('cluster.wrong-hostname-hint') };

/** What to say for the code of a socket or of a TLS handshake. */
const sentences: Readonly<Record<string, (destination: Destination) => Message>> = {
  ECONNREFUSED: (destination) => message('cluster.refused', { host: hopOf(destination).host }),
  ENOTFOUND: (destination) => message('cluster.unknown-host', { host: hopOf(destination).hostname }),
  EAI_AGAIN: (destination) => message('cluster.unknown-host', { host: hopOf(destination).hostname }),
  ETIMEDOUT: ({ server }) => message('cluster.timed-out', { server: shown(server) }),
  ERR_TLS_CERT_ALTNAME_INVALID: ({ server }) => message('cluster.wrong-hostname', { server: shown(server) }),
  CERT_HAS_EXPIRED: ({ server }) => message('cluster.expired', { server: shown(server) }),
  CERT_NOT_YET_VALID: ({ server }) => message('cluster.not-yet-valid', { server: shown(server) }),
};

const unknownAuthority = [
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
  'INVALID_CA',
];

/** Whether trying again would end the same: a certificate stays what it is. */
export function isLasting(error: unknown): boolean {
  const { code } = described(error);
  return (
    error instanceof ExtError || unknownAuthority.includes(code) || code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code.startsWith('CERT_')
  );
}

/** Turns what a socket, a TLS handshake or a proxy threw into an ExtError: `unreachable`, in words that say which of them it was. */
export function connectionError(error: unknown, destination: Destination, hints: TlsHints = clusterHints): ExtError {
  if (error instanceof ExtError) return error;
  const server = shown(destination.server);
  if (error instanceof TooLargeError) return new ExtError('failure', message('cluster.too-large', { server }), { because: error.message });
  if (error instanceof NoAnswerError)
    return new ExtError('unreachable', message('cluster.no-answer', { server, time: durationText(error.milliseconds) }));
  const { code, text } = described(error);
  const sentence = sentenceFor(code, text, destination);
  return new ExtError('unreachable', sentence, { because: text, hints: hintsFor(sentence, hints), cause: error });
}

function described(error: unknown): { code: string; text: string } {
  if (!(error instanceof Error)) return { code: '', text: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // A name with several addresses fails with one error for each and no text of its own.
  const text = error instanceof AggregateError ? error.errors.map((each) => described(each).text).join('; ') : error.message;
  return { code, text };
}

function sentenceFor(code: string, text: string, destination: Destination): Message {
  const { server, proxy } = destination;
  // The words are those of hpagent, which gives no code.
  const isOfProxy = proxy !== undefined && /^(Bad response: |Proxy timeout)/.test(text);
  if (isOfProxy) return message('cluster.proxy-refused', { proxy: proxy.host, server: shown(server) });
  if (unknownAuthority.includes(code)) return message('cluster.unknown-authority', { server: shown(server) });
  return sentences[code]?.(destination) ?? message('cluster.unreachable', { server: shown(server) });
}

function hopOf({ server, proxy }: Destination): URL {
  return proxy ?? server;
}

function hintsFor({ id }: Message, { authority, serverName }: TlsHints): Message[] {
  switch (id) {
    case 'cluster.unknown-authority':
      return [authority];
    case 'cluster.wrong-hostname':
      return serverName === undefined ? [] : [serverName];
    default:
      return [];
  }
}

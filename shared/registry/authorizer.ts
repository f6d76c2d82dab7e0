import { bodyOf } from '../connection/exchange.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { jsonIn, textAt, valueAt } from '../model/loose.ts';
import { type Challenge, challengeIn } from './challenge.ts';
import type { Call, Connections } from './connections.ts';
import type { Credentials } from './credentials.ts';
import { refusal } from './registry-error.ts';
import type { Target } from './target.ts';

/** A token is renewed when so much of its life is over. */
const used = 0.9;
/** What the specification says of tokens that do not tell, in seconds. */
const usualLife = 60;
const largestAnswer = 2 ** 20;

interface Token {
  readonly header: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** Proves to one registry who is asking, in the way it asks for. Credentials are looked up when it does, and shown to it and its token service only. */
export class Authorizer {
  readonly #origin: URL;
  readonly #connections: Connections;
  readonly #lookUp: (target: Target) => Promise<Credentials | undefined>;
  readonly #credentials = new Map<string, Promise<Credentials | undefined>>();
  #challenge: Challenge | undefined;
  readonly #tokens = new Map<string, Promise<Token>>();

  constructor(origin: URL, connections: Connections, lookUp: (target: Target) => Promise<Credentials | undefined>) {
    this.#origin = origin;
    this.#connections = connections;
    this.#lookUp = lookUp;
  }

  /** The `Authorization` of the next request, as far as the registry has said what it wants. */
  async header(target: Target): Promise<string | undefined> {
    if (this.#challenge === undefined) return undefined;
    if (this.#challenge.scheme === 'basic') return basic(await this.#known(target));
    return (await this.#token(this.#challenge, target)).header;
  }

  /**
   * Takes note of a 401, which came although `shown` was sent. Throws `unauthenticated` where nothing else can be shown.
   */
  async challenged(header: string | undefined, target: Target, shown: string | undefined): Promise<void> {
    const challenge = challengeIn(header);
    const isBearer = challenge?.scheme === 'bearer';
    if (challenge === undefined || (!isBearer && (shown !== undefined || basic(await this.#known(target)) === undefined)))
      throw new ExtError('unauthenticated', message('registry.refused', { registry: target.registry }), {
        status: 401,
        hints: [message('registry.login-hint')],
      });
    this.#challenge = challenge;
    if (shown !== undefined) this.#tokens.delete(target.repository);
  }

  #known(target: Target): Promise<Credentials | undefined> {
    const known = this.#credentials.get(target.repository) ?? this.#lookUp(target);
    this.#credentials.set(target.repository, known);
    return known;
  }

  async #token(challenge: Challenge & { scheme: 'bearer' }, target: Target): Promise<Token> {
    const { repository } = target;
    const known = this.#tokens.get(repository);
    if (known !== undefined && (await known).until > Date.now()) return known;
    // Somebody else may have found out, and asked, while this one waited.
    if (this.#tokens.get(repository) !== known) return this.#token(challenge, target);
    const token = this.#fetch(challenge, target).catch((error: unknown) => {
      this.#tokens.delete(repository);
      throw error;
    });
    this.#tokens.set(repository, token);
    return token;
  }

  async #fetch({ realm, service }: Challenge & { scheme: 'bearer' }, target: Target): Promise<Token> {
    const credentials = await this.#known(target);
    if (credentials?.kind === 'registry-token') return { header: `Bearer ${credentials.token}`, until: Infinity };
    const url = this.#realm(realm, target.registry);
    const asked = Date.now();
    const wish = { ...(service === undefined ? {} : { service }), scope: `repository:${target.repository}:pull` };
    const response = await this.#connections.ask(tokenRequest(url, wish, credentials));
    if (response.statusCode !== 200) throw await refusal(response, target);
    const answer = jsonIn(await bodyOf(response, largestAnswer));
    const token = textAt(answer, 'token') ?? textAt(answer, 'access_token');
    if (token === undefined) throw new ExtError('failure', message('registry.no-token', { registry: target.registry }));
    const life = Number(valueAt(answer, 'expires_in') ?? usualLife);
    return { header: `Bearer ${token}`, until: asked + 1000 * used * (Number.isFinite(life) ? life : usualLife) };
  }

  /** The password goes there, so it must be as safe as the registry itself. */
  #realm(realm: string, registry: string): URL {
    const url = URL.canParse(realm) ? new URL(realm) : undefined;
    const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && this.#origin.protocol === 'http:');
    if (url === undefined || !isSafe) throw new ExtError('failure', message('registry.unsafe-realm', { registry }));
    return url;
  }
}

function tokenRequest(realm: URL, wish: Readonly<Record<string, string>>, credentials: Credentials | undefined): Call {
  if (credentials?.kind === 'identity-token') {
    const form = { ...wish, grant_type: 'refresh_token', client_id: 'kubectl-ext', refresh_token: credentials.token };
    const body = new URLSearchParams(form).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(body)) };
    return { method: 'POST', url: realm, headers, body };
  }
  const url = new URL(realm);
  for (const [name, value] of Object.entries(wish)) url.searchParams.set(name, value);
  const authorization = basic(credentials);
  return { method: 'GET', url, headers: authorization === undefined ? {} : { authorization } };
}

function basic(credentials: Credentials | undefined): string | undefined {
  if (credentials?.kind !== 'login') return undefined;
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
}

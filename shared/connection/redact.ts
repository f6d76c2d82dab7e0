import { isMapping } from '../model/loose.ts';

const hidden = '<redacted>';
const secretName =
  /token|passw|passphrase|pass$|pwd|secret|credential|authorization|auths?$|cookie|keys?$|private.?key|api.?key|access.?key|dockercfg|dockerconfig|last-applied|^hash$/i;
const harmlessName = /(?:name|names|ref|namespace|kind|type|ttl|seconds)$/i;
/** Lists and mappings whose values may hold anything. */
const environment = /^envs?$/i;

const word = String.raw`(?:token|passw(?:or)?d|passphrase|pass|pwd|secret|credentials?|authorization|auth|key)`;
/** A value: quoted, quoted in a quoted text, or bare. */
const quoted = String.raw`\\+"[^"]*"?|"(?:[^"\\]|\\.)*"?|'[^']*'?`;
/** A YAML field with a block under it: everything that is indented deeper belongs to it. */
const block = new RegExp(
  String.raw`^([ \t]*)((?:- +)?\S*${word}["']?):[ \t]*(?:[|>]\S*[ \t]*)?\r?\n(?:(?:\1[ \t]+.*|[ \t]*)(?:\n|$))+`,
  'gim',
);
const colon = new RegExp(String.raw`(${word}\\*["']?[ \t]*:[ \t]*)(?:${quoted}|[^\n]+)`, 'gi');
const equals = new RegExp(String.raw`(${word}\\*["']?\s*=\s*)(?:${quoted}|[^\s&]+)`, 'gi');
const option = new RegExp(String.raw`(--?[\w.-]{0,64}?${word}[ \t]+)(?:${quoted}|\S+)`, 'gi');
const base64 = /[\w+/-]{40,}(?:(?:\s|\\n)+[\w+/-]+)*={0,2}/g;

/** Takes user parts of URLs, `password=…`, bearer tokens, JWTs and private keys out of a text. */
export function redactText(text: string): string {
  return text
    .replace(/-----BEGIN ([A-Z ]*)PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gs, hidden)
    .replace(base64, (run) => (Buffer.from(run.replaceAll(String.raw`\n`, ''), 'base64').includes('PRIVATE KEY-----') ? hidden : run))
    .replace(/(:\/\/)\S{0,2048}@/g, `$1${hidden}@`)
    .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${hidden}`)
    .replace(/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, hidden)
    .replace(block, `$1$2: ${hidden}\n`)
    .replace(colon, `$1${hidden}`)
    .replace(equals, `$1${hidden}`)
    .replace(option, `$1${hidden}`);
}

/** Headers as lines, without the values that let somebody in. */
export function redactHeaders(headers: Readonly<Record<string, string | readonly string[] | number | undefined>>): string[] {
  return Object.entries(headers).map(([name, value]) => {
    const text = secretName.test(name) ? hidden : redactText(String(value));
    return `${name}: ${text}`;
  });
}

/** A body fit for a log: JSON without the data of Secrets and without fields whose names speak of secrets. */
export function redactBody(path: string, body: string): string {
  if (/\/secrets(?:[/?]|$)/.test(path)) return hidden;
  try {
    return JSON.stringify(redactValue(JSON.parse(body)));
  } catch {
    return redactText(body);
  }
}

function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redactString(value);
  if (Array.isArray(value)) return value.map(redactValue);
  if (!isMapping(value)) return value;
  const isSecret = value.kind === 'Secret' || value.kind === 'SecretList';
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => {
      if (isSecret && ['data', 'stringData', 'items', 'metadata'].includes(key)) return [key, hidden];
      return [key, key === 'value' && speaksOfSecret(value) ? hide(field) : redactField(key, field)];
    }),
  );
}

/** JSON is often kept in texts: copies of objects in annotations, configurations in ConfigMaps. */
function redactString(text: string): string {
  if (!/^\s*[[{]/.test(text)) return redactText(text);
  try {
    return JSON.stringify(redactValue(JSON.parse(text)));
  } catch {
    return redactText(text);
  }
}

/** Whether the `value` beside it is a secret: that of a variable by its name, that of a patch by its path. */
function speaksOfSecret({ name, path }: Readonly<Record<string, unknown>>): boolean {
  if (typeof name === 'string' && secretName.test(name)) return true;
  const segments = typeof path === 'string' ? path.split('/') : [];
  return segments.some((each) => /^(?:args|command)$/.test(each) || environment.test(each) || isSecretName(each));
}

function redactField(key: string, field: unknown): unknown {
  if (isSecretName(key)) return hide(field);
  if (environment.test(key)) return redactEnvironment(field);
  if (key === 'args') return Array.isArray(field) ? field.map(hide) : hide(field);
  if (key === 'command') return redactCommand(field);
  return redactValue(field);
}

/** `[{name, value}]`, or `{NAME: value}`. */
function redactEnvironment(field: unknown): unknown {
  if (!Array.isArray(field)) return isMapping(field) ? mapped(field, (_, value) => hide(value)) : hide(field);
  return field.map((item) =>
    isMapping(item) ? mapped(item, (key, value) => (key === 'value' ? hide(value) : redactField(key, value))) : hide(item),
  );
}

/** What stands behind the program may be anything. */
function redactCommand(field: unknown): unknown {
  if (Array.isArray(field)) return field.map((part, index) => (index === 0 ? redactValue(part) : hide(part)));
  return typeof field === 'string' ? redactText(field).replace(/^(\s*\S+\s+).+$/s, `$1${hidden}`) : redactValue(field);
}

function mapped(value: Readonly<Record<string, unknown>>, redact: (key: string, field: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, redact(key, field)]));
}

/** Nothing and yes or no give nothing away. */
function hide(field: unknown): unknown {
  return field === null || field === undefined || typeof field === 'boolean' ? field : hidden;
}

function isSecretName(key: string): boolean {
  return secretName.test(key) && !harmlessName.test(key);
}

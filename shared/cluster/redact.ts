import { isMapping } from './fields.ts';

const hidden = '<redacted>';
const secretName =
  /token|passw|secret|credential|authorization|cookie|private.?key|api.?key|access.?key|client.?key|dockercfg|dockerconfig|last-applied/i;
const harmlessName = /(?:name|names|ref|namespace|kind|type)$/i;

/** Takes user parts of URLs, `password=…`, bearer tokens, JWTs and private keys out of a text. */
export function redactText(text: string): string {
  return text
    .replace(/(:\/\/)[^/\s"'@]+@/g, `$1${hidden}@`)
    .replace(/((?:token|passw(?:or)?d|secret|api.?key)["']?\s*[:=]\s*["']?)[^\s"'&,;}]+/gi, `$1${hidden}`)
    .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${hidden}`)
    .replace(/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, hidden)
    .replace(/-----BEGIN ([A-Z ]*)PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gs, hidden);
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
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map(redactValue);
  if (!isMapping(value)) return value;
  const isSecret = value.kind === 'Secret' || value.kind === 'SecretList';
  const isNamedSecret = typeof value.name === 'string' && secretName.test(value.name);
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => {
      if (isSecret && ['data', 'stringData', 'items', 'metadata'].includes(key)) return [key, hidden];
      if (isNamedSecret && key === 'value') return [key, hidden];
      return [key, isSecretField(key, field) ? hidden : redactValue(field)];
    }),
  );
}

function isSecretField(key: string, field: unknown): boolean {
  return secretName.test(key) && !harmlessName.test(key) && (typeof field === 'string' || Array.isArray(field));
}

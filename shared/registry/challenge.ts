/** How a registry wants to be asked. */
export type Challenge =
  | { readonly scheme: 'basic' }
  | { readonly scheme: 'bearer'; readonly realm: string; readonly service: string | undefined };

const challengeStart = /(?:^|,)\s*(basic|bearer)(?=\s|,|$)/gi;
const parameter = /([a-z_]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))/gi;

/** Reads `WWW-Authenticate`. Bearer comes first where both are offered: a token is worth less than a password. */
export function challengeIn(header: string | undefined): Challenge | undefined {
  const starts = [...(header ?? '').matchAll(challengeStart)];
  const offered = starts.map((start, at) => {
    const text = (header ?? '').slice(start.index + start[0].length, starts[at + 1]?.index);
    return { scheme: start[1]?.toLowerCase(), ...parametersIn(text) };
  });
  const bearer = offered.find(({ scheme, realm }) => scheme === 'bearer' && realm !== undefined);
  if (bearer?.realm !== undefined) return { scheme: 'bearer', realm: bearer.realm, service: bearer.service };
  return offered.some(({ scheme }) => scheme === 'basic') ? { scheme: 'basic' } : undefined;
}

function parametersIn(text: string): { readonly realm?: string; readonly service?: string } {
  return Object.fromEntries(
    [...text.matchAll(parameter)].map(([, name = '', quoted, bare = '']) => [name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare]),
  );
}

/** Who refused a request: an admission webhook or policy, or the server's access control. */
export interface Refusal {
  readonly kind: 'admission' | 'rbac';
  /** The webhook or policy that denied, or the id of our own rule. */
  readonly rule?: string;
}

/** Finds a refusal in what the API server says, or OLM repeats of it; undefined where the words are about something else. */
export function refusalIn(words: string): Refusal | undefined {
  const denier = denierIn(words);
  if (denier !== undefined) return { kind: 'admission', rule: denier };
  return /\bforbidden\b/i.test(words) ? { kind: 'rbac' } : undefined;
}

/**
 * The webhook or policy that denied a request, by the words of the API server; for those of this project the id of the rule,
 * with which their text begins. Undefined where no admission denied anything.
 */
export function denierIn(words: string): string | undefined {
  const webhook = /admission webhook "([^"]+)" denied the request(?:: )?(.*)/s.exec(words);
  const policy = /ValidatingAdmissionPolicy '([^']+)' with binding '[^']*' denied request(?:: )?(.*)/s.exec(words);
  const [, name, text = ''] = webhook ?? policy ?? [];
  if (name === undefined) return undefined;
  const isOurs = webhook === null ? name.startsWith('ext-') : name.endsWith('.ext.cpaas.io');
  const [id] = /^[a-z][a-z-]*\.[a-z][a-z0-9-]*(?=:)/.exec(text) ?? [];
  return isOurs && id !== undefined ? id : name;
}

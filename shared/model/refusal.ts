/** Who refused a request: an admission webhook or policy, or the server's access control. */
export interface Refusal {
  readonly kind: 'admission' | 'rbac';
  /** The name of the webhook or policy, or the id of our own rule. */
  readonly rule?: string;
}

/** Finds a refusal in what the API server or OLM says; undefined where the words are about something else. */
export function refusalIn(words: string): Refusal | undefined {
  const admission =
    /admission webhook "(?<name>[^"]+)" denied/.exec(words) ?? /ValidatingAdmissionPolicy '(?<name>[^']+)'.*?denied/s.exec(words);
  if (admission !== null) {
    const own = /denied(?: the)?(?: request)?: (?<rule>(?:subscription|module-info)\.[a-z-]+):/.exec(words);
    return { kind: 'admission', rule: own?.groups?.['rule'] ?? admission.groups?.['name'] };
  }
  return /\bforbidden\b/i.test(words) ? { kind: 'rbac' } : undefined;
}

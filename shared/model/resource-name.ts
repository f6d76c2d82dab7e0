/** Whether a text can be the name of an object of Kubernetes. What cannot is nobody's, and must not become part of a path or a selector. */
export function isResourceName(text: string): boolean {
  return /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(text);
}

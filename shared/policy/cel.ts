/** A text as CEL writes it. */
export function celText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** A list of texts as CEL writes it. */
export function celList(texts: readonly string[]): string {
  return `[${texts.map(celText).join(', ')}]`;
}

/** The value of a label or an annotation of an object, empty where there is none. */
export function celEntry(object: 'object' | 'oldObject', map: 'labels' | 'annotations', key: string): string {
  return `${object}.metadata.?${map}[?${celText(key)}].orValue('')`;
}

/**
 * The path that an entry of a package means: without `./` and doubled slashes. Undefined for what must not be a name in a package: absolute, with `..`, with
 * characters that steer a terminal or turn the direction of writing.
 */
export function packagePath(name: string): string | undefined {
  if (name.startsWith('/') || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) return undefined;
  return isWithin(name) ? simplified(name) : undefined;
}

/** The path that an entry of a layer means, seen from the root of the image; undefined for names that lead out of it. */
export function layerPath(name: string): string | undefined {
  return isWithin(name) ? simplified(name) : undefined;
}

/** Backslashes lead out where the file system is that of Windows. */
function isWithin(name: string): boolean {
  return !name.split(/[/\\]/).includes('..');
}

function simplified(name: string): string {
  return name
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

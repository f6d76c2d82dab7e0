/** How people call this program, from the name it was started by: kubectl and `ac` start `kubectl-ext` and `ac-ext` for two words. */
export function programOf(argv0: string): string {
  const binary = binaryOf(argv0);
  const [, host, plugin] = /^(kubectl|ac)-(.+)$/.exec(binary) ?? [];
  return host === undefined || plugin === undefined ? binary : `${host} ${plugin.replaceAll('_', '-')}`;
}

/** The file name of the program without folder and `.exe`; `kubectl-ext` where an interpreter was started. */
export function binaryOf(argv0: string): string {
  const name = argv0.replace(/^.*[/\\]/, '').replace(/\.exe$/i, '');
  return name === 'node' || name === '' ? 'kubectl-ext' : name;
}

/** Texts are written for `kubectl ext`; this says them in the name the program was called by. */
export function inNameOf(program: string, text: string): string {
  return program === 'kubectl ext' ? text : text.replaceAll('kubectl ext', program);
}

/** The first line of `version`, and the only one of `version --client`. */
export function clientVersionLine(version: string): string {
  return `Client Version: ${version}`;
}

/** Which of the known switches stand behind the script, as `--keep`. With any other word the process ends: a typo is not to start something else. */
export function switchesOf<Name extends string>(...known: readonly Name[]): ReadonlySet<Name> {
  const words = process.argv.slice(2);
  const unknown = words.find((word) => !known.some((name) => word === `--${name}`));
  if (unknown !== undefined) {
    process.stderr.write(`error: ${unknown} is not known here; behind -- may stand: ${known.map((name) => `--${name}`).join(', ')}\n`);
    process.exit(2);
  }
  return new Set(known.filter((name) => words.includes(`--${name}`)));
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join('node_modules', 'openpgp');

/** What the license of OpenPGP.js wants said to whoever gets the program: that it is in there, under which terms, and how to exchange it. */
export function noticesOf(root: string): string {
  const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8').trim();
  const { name, version, license, homepage } = JSON.parse(read(folder, 'package.json')) as Record<string, string>;
  const notice = `This program uses ${name} ${version} (${homepage}), which is covered by the GNU Lesser General Public License, ${license}.
The library is in the program as an asset of its own, named "openpgp": the file dist/node/openpgp.min.cjs of its npm package,
unchanged. Its sources are those of that package. You may change it and run the program with it: put yours into node_modules/openpgp
beside the sources of this program and run: npm run build`;
  return [notice, read(folder, 'LICENSE'), read('scripts', 'licenses', 'GPL-3.0')].join(`\n\n${'-'.repeat(78)}\n\n`).concat('\n');
}

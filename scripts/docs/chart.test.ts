import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..', '..');
const read = (file: string) => parse(readFileSync(join(root, file), 'utf8')) as { readonly version: string; readonly appVersion?: string };

it('the chart has the version of the program', () => {
  const { version } = read('package.json');
  expect(read('deploy/chart/Chart.yaml')).toMatchObject({ version, appVersion: version });
});

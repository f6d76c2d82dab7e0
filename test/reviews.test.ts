import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { knowing } from './support/admission.ts';
import { aPackage } from './support/builders.ts';
import { appWith, serveApp } from './support/serve-app.ts';

/** One question of the API server and its answer. */
interface Golden {
  readonly path: string;
  /** The packages that the webhook knows. */
  readonly packages: readonly NonNullable<Parameters<typeof aPackage>[0]>[];
  readonly review: unknown;
  readonly status: number;
  /** The body, with the patch unpacked. */
  readonly answer: unknown;
}

const folder = join(import.meta.dirname, 'reviews');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

describe('reviews', () => {
  it.each(files)('%s', async (file) => {
    const golden = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Golden;
    const app = await serveApp(appWith(knowing(golden.packages.map((parts) => aPackage(parts)))));
    const { status, body } = await app.send({ path: golden.path, body: JSON.stringify(golden.review) });
    await app.close();
    expect({ status, answer: JSON.parse(body, unpacked) }).toEqual({ status: golden.status, answer: golden.answer });
  });
});

function unpacked(key: string, value: unknown): unknown {
  return key === 'patch' && typeof value === 'string' ? JSON.parse(Buffer.from(value, 'base64').toString()) : value;
}

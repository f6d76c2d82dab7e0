import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readChecksumFile } from './checksum-file.ts';

const name = 'redis-operator.stable.ALL.v7.0.0.tgz';
const digest = createHash('sha256').update('the package').digest('hex');
const other = createHash('sha256').update('another').digest('hex');

const read = (content: string | Uint8Array, package_ = name) =>
  readChecksumFile({ file: 'x.sha256', bytes: typeof content === 'string' ? Buffer.from(content) : content }, package_);

describe('a checksum file that says it', () => {
  it.each([
    ['GNU', `${digest}  ${name}\n`],
    ['GNU, binary', `${digest} *${name}\n`],
    ['GNU, one space', `${digest} ${name}\n`],
    ['GNU, a tab', `${digest}\t${name}\n`],
    ['GNU, upper case', `${digest.toUpperCase()}  ${name}\n`],
    ['GNU, no line end', `${digest}  ${name}`],
    ['GNU, Windows', `\uFEFF${digest}  ${name}\r\n`],
    ['GNU, blank lines', `\n${digest}  ${name}\n\n`],
    ['GNU, with a path', `${digest}  ./dist/${name}\n`],
    ['GNU, with a path of elsewhere', `${digest}  /etc/../${name}\n`],
    ['GNU, with a path of Windows', `${digest}  C:\\dist\\${name}\n`],
    ['GNU, an escaped path', `\\${digest}  dist\\\\${name}\n`],
    ['BSD', `SHA256 (${name}) = ${digest}\n`],
    ['BSD, with a path', `SHA256 (dist/${name}) = ${digest}\n`],
    ['openssl 1', `SHA256(${name})= ${digest}\n`],
    ['openssl 3', `SHA2-256(${name})= ${digest}\n`],
    ['bare', `${digest}\n`],
    ['bare, Windows', `\uFEFF${digest.toUpperCase()}\r\n`],
    ['bare, with a blank behind it', `${digest} \n`],
    ['several', `${other}  other.tgz\n${digest}  ${name}\nSHA256 (third.tgz) = ${other}\n`],
    ['twice the same', `${digest}  ${name}\nSHA256 (dist/${name}) = ${digest.toUpperCase()}\n`],
  ])('%s', (_, content) => expect(read(content)).toEqual({ digest }));

  it.each([
    ['a line end', 'a\nb.tgz', `\\${digest}  a\\nb.tgz\n`],
    ['a backslash', 'a\\nb.tgz', `\\${digest}  a\\\\nb.tgz\n`],
    ['a backslash that is not escaped', 'a\\b.tgz', `${digest}  a\\b.tgz\n`],
    ['blanks and brackets', 'a (1) = b.tgz', `SHA256 (a (1) = b.tgz) = ${digest}\n`],
  ])('with %s in its name', (_, strange, content) => expect(read(content, strange)).toEqual({ digest }));
});

describe('a checksum file that is of no use', () => {
  it.each([
    ['empty', '', 'trust.checksum.empty'],
    ['blank', '\r\n\n', 'trust.checksum.empty'],
    ['of another file', `${digest}  other.tgz\n`, 'trust.checksum.other-file'],
    ['of a file whose name only ends like this', `${digest}  x${name}\n`, 'trust.checksum.other-file'],
    ['of a file whose name only begins like this', `${digest}  ${name}.old\n`, 'trust.checksum.other-file'],
    ['of a folder with this name', `${digest}  ${name}/other.tgz\n`, 'trust.checksum.other-file'],
    ['of what came from a pipe', `${digest}  -\n`, 'trust.checksum.other-file'],
    ['in other letters', `${digest}  ${name.toUpperCase()}\n`, 'trust.checksum.other-file'],
    ['contradicting itself', `${digest}  ${name}\n${other}  ${name}\n`, 'trust.checksum.contradiction'],
    ['contradicting itself by a path', `${digest}  ${name}\n${other}  old/${name}\n`, 'trust.checksum.contradiction'],
    ['bare twice', `${digest}\n${digest}\n`, 'trust.checksum.not-alone'],
    ['bare beside a name', `${digest}\n${digest}  ${name}\n`, 'trust.checksum.not-alone'],
    ['with words', `${digest}  ${name}\nverified by hand\n`, 'trust.checksum.junk'],
    ['with a comment', `# made today\n${digest}  ${name}\n`, 'trust.checksum.junk'],
    ['signed in the clear', `-----BEGIN PGP SIGNED MESSAGE-----\n\n${digest}  ${name}\n`, 'trust.checksum.junk'],
    ['in UTF-16', Buffer.from(`\uFEFF${digest}  ${name}\r\n`, 'utf16le'), 'trust.checksum.junk'],
    ['of another tool', `SHA512 (${name}) = ${digest}${digest}\n`, 'trust.checksum.junk'],
    ['with a wrong escape', `\\${digest}  a\\t${name}\n`, 'trust.checksum.junk'],
    ['indented', ` ${digest}  ${name}\n`, 'trust.checksum.junk'],
    ['cut off', `${digest.slice(1)}  ${name}\n`, 'trust.checksum.length'],
    ['with a digit more', `${digest}0  ${name}\n`, 'trust.checksum.length'],
    ['of MD5', `${digest.slice(0, 32)}  ${name}\n`, 'trust.checksum.length'],
    ['of SHA-512', `${digest}${other}  ${name}\n`, 'trust.checksum.length'],
    ['of SHA-1 for another file', `${digest}  ${name}\n${other.slice(0, 40)}  other.tgz\n`, 'trust.checksum.length'],
    ['bare and short', `${digest.slice(2)}\n`, 'trust.checksum.length'],
  ])('%s', (_, content, id) => expect(read(content).fault?.id).toBe(id));

  it('names the line', () => {
    expect(read(`${digest}  ${name}\n\nwhat?\n`).fault?.data).toEqual({ file: 'x.sha256', line: 3 });
  });
});

const hasGnu = String(spawnSync('sha256sum', ['--version']).stdout).includes('GNU coreutils');
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

describe('what the usual tools write', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'checksums-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const names = [name, 'with blanks (1).tgz', 'with\\backslash.tgz', 'with\nline.tgz', 'with\rreturn.tgz', 'Üñí.tgz', '*star.tgz'];
  const tools: readonly [string, string[], boolean][] = [
    ['sha256sum', [], hasGnu],
    ['sha256sum', ['--binary'], hasGnu],
    ['sha256sum', ['--tag'], hasGnu],
    ['openssl', ['dgst', '-sha256'], hasOpenssl],
  ];
  for (const [tool, args, isThere] of tools) {
    // openssl writes names with line ends as they are: nobody can tell them from two lines.
    const readable = names.filter((each) => tool !== 'openssl' || !/[\n\r]/.test(each));
    it.skipIf(!isThere).each(readable)(`${[tool, ...args].join(' ')} of %j`, (each) => {
      writeFileSync(join(folder, each), 'the package');
      const { stdout } = spawnSync(tool, [...args, each], { cwd: folder });
      expect(read(new Uint8Array(stdout), each)).toEqual({ digest });
      expect(read(new Uint8Array(stdout), `x${each}`).fault?.id).toBe('trust.checksum.other-file');
    });
  }

  it.skipIf(!hasGnu)('is checked no less strictly than by sha256sum --strict', () => {
    writeFileSync(join(folder, name), 'the package');
    const lines = [
      `${digest}  ${name}`,
      `${digest} *${name}`,
      `${digest.toUpperCase()}  ${name}`,
      `SHA256 (${name}) = ${digest}`,
      `SHA256(${name})= ${digest}`,
      `${digest.slice(1)}  ${name}`,
      `${digest}0  ${name}`,
      `SHA1 (${name}) = ${digest}`,
      `${other}  ${name}`,
      `x${digest}  ${name}`,
    ];
    for (const line of lines) {
      writeFileSync(join(folder, 'sums'), `${line}\n`);
      const accepted = spawnSync('sha256sum', ['--check', '--strict', 'sums'], { cwd: folder }).status === 0;
      expect([line, read(`${line}\n`).digest === digest]).toEqual([line, accepted]);
    }
  });
});

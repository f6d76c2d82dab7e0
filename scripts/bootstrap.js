// Runs a script of this project on the Node it needs, on a machine that may have only an old one:
// `node scripts/bootstrap.js scripts/demo.ts [words]`. Plain JavaScript, because it is what the old Node reads.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const [script, ...words] = process.argv.slice(2);

if (script === undefined) fail('usage: node scripts/bootstrap.js SCRIPT [WORD...]');
if (!isInstalled()) await installPackages();
const ended = await runScript(findNode());
process.exit(ended.status);

function isInstalled() {
  const installed = join(modules, '.package-lock.json');
  const wanted = join(root, 'package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs;
}

async function installPackages() {
  process.stderr.write('installing packages (npm ci)\n');
  // Whatever NODE_ENV or the settings of this user leave out: the scripts are made of such packages.
  const wanted = ['--include=dev', '--include=optional'];
  const npm = await runProgram('npm', ['ci', ...wanted, '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (npm.signal !== null) process.exit(npm.status);
  if (npm.status !== 0) fail('npm ci failed; its own words stand above');
}

/** The Node that comes as a package of this project, else the one that runs this file, if it is new enough. */
function findNode() {
  const packaged = join(modules, '.bin', 'node');
  if (existsSync(packaged)) return packaged;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 19)) return process.execPath;
  return fail(
    `Node 22.19 or newer is needed and none comes as a package for ${process.platform}/${process.arch}; this is ${process.version}`,
  );
}

function runScript(node) {
  const path = [dirname(node), join(modules, '.bin'), process.env.PATH].join(process.platform === 'win32' ? ';' : ':');
  return runProgram(node, ['--disable-warning=ExperimentalWarning', join(root, script), ...words], {
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
}

/** Runs a program to its end and passes on the signals that ask for that: it decides when it is done. */
function runProgram(command, args, options) {
  return new Promise((resolve) => {
    // Before there is a child: a signal that came in between would end us and not the child.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    const child = spawn(command, args, options);
    child.on('error', (error) => fail(`cannot start ${command}: ${error.message}`));
    child.on('exit', (code, signal) => resolve({ signal, status: code ?? 128 + constants.signals[signal] }));
  });
}

function fail(text) {
  process.stderr.write(`error: ${text}\n`);
  process.exit(1);
}

import { parentPort } from 'node:worker_threads';
import { hashFile } from './hash-file.ts';
import { type HashJob, type HashReply, type HashResult, reportInterval } from './hash-job.ts';

/** The main of a thread that hashes: one file after the other, as it is told. */
const port = parentPort;
port?.on('message', (job: HashJob) => say(hashed(job)));

function hashed(job: HashJob): HashResult {
  const pieces = hashFile(job);
  let said = performance.now();
  for (;;) {
    const { done, value } = pieces.next();
    if (done === true) return value;
    const now = performance.now();
    if (now - said < reportInterval) continue;
    said = now;
    say({ read: value });
  }
}

function say(reply: HashReply): void {
  port?.postMessage(reply);
}

import { parentPort } from 'node:worker_threads';
import { hashFile } from './hash-file.ts';
import type { HashJob, HashReply } from './hash-job.ts';

/** Milliseconds between two reports of how far a file is. */
const interval = 200;

/** The main of a thread that hashes: one file after the other, as it is told. */
const port = parentPort;
port?.on('message', (job: HashJob) => {
  const say = (reply: HashReply) => port.postMessage(reply);
  let said = performance.now();
  const reply = hashFile(job, (read) => {
    const now = performance.now();
    if (now - said < interval) return;
    said = now;
    say({ read });
  });
  say(reply);
});

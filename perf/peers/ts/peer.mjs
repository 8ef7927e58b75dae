// Receives the tokens of a file with cashu-ts, as a service that uses it would: one wallet with a seed, several
// receives at a time. Prints one line of JSON.
//
//     node peer.mjs --mint URL --tokens FILE [--n N] [--warm-up W] [--concurrency 8] [--dleq required|swap]
//
// cashu-ts leaves storage to the application, so the proofs received are kept in memory. `--dleq required` (the
// default) has the DLEQ proofs of the tokens verified, `swap` leaves that to the mint; those of the mint's signatures
// are verified by cashu-ts in both. The first W tokens are received before the clock starts.

import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { Wallet } from '@cashu/cashu-ts';

const { values: options } = parseArgs({
  options: {
    mint: { type: 'string' },
    tokens: { type: 'string' },
    n: { type: 'string', default: '1000000000' },
    'warm-up': { type: 'string', default: '0' },
    concurrency: { type: 'string', default: '8' },
    dleq: { type: 'string', default: 'required' },
  },
});
if (!options.mint || !options.tokens || !['required', 'swap'].includes(options.dleq)) {
  throw new Error('--mint and --tokens are needed; --dleq is required or swap');
}

async function firstLines(path, count) {
  const lines = [];
  const file = await open(path);
  for await (const line of file.readLines()) {
    if (lines.length === count) break;
    if (line.trim() !== '') lines.push(line.trim());
  }
  return lines;
}

async function receiveAll(wallet, tokens) {
  const received = { proofs: [], latencies: [], failures: [] };
  let next = 0;
  const worker = async () => {
    while (next < tokens.length) {
      const token = tokens[next++];
      const start = performance.now();
      try {
        const proofs = await wallet.receive(token, { requireDleq: options.dleq === 'required' });
        received.proofs.push(...proofs);
        received.latencies.push(performance.now() - start);
      } catch (error) {
        received.failures.push(String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: Number(options.concurrency) }, worker));
  return received;
}

function percentile(sorted, share) {
  return sorted.length === 0 ? null : sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

const warmUp = Number(options['warm-up']);
const lines = await firstLines(options.tokens, warmUp + Number(options.n));
const wallet = new Wallet(options.mint, { unit: 'sat', bip39seed: new Uint8Array(randomBytes(64)) });
await wallet.loadMint();
await receiveAll(wallet, lines.slice(0, warmUp));

const tokens = lines.slice(warmUp);
const cpuBefore = process.cpuUsage();
const start = performance.now();
const received = await receiveAll(wallet, tokens);
const seconds = (performance.now() - start) / 1000;
const cpu = process.cpuUsage(cpuBefore);

const done = tokens.length - received.failures.length;
const sorted = received.latencies.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    wallet: 'cashu-ts 4.8.0',
    store: 'memory',
    dleq: options.dleq,
    concurrency: Number(options.concurrency),
    n: tokens.length,
    redeemed: done,
    failed: received.failures.length,
    firstFailure: received.failures[0] ?? null,
    amount: received.proofs.reduce((sum, proof) => sum + Number(proof.amount), 0),
    seconds,
    tokensPerSecond: done / seconds,
    cpuMsPerToken: (cpu.user + cpu.system) / 1000 / Math.max(1, done),
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
  }),
);

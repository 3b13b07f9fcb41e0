/**
 * Verifying against `pdfsig`, file by file over the corpus of foreign files: a first pass in a parser process that has
 * just started, and the same files again in the same process. What pdfsig does not check (revisions, chains, timestamps,
 * revocation) is checked here.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ParserProcess } from '../../../src/cli/parserProcess.ts';
import { TRAINING_POLICY_OID } from '../../../src/domain/profile.ts';
import { type Bench, median } from '../bench.ts';

const CORPUS = '../shared/corpus/pdf';
const ROUNDS = 5;

function millis(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

export const verify: Bench = {
  name: 'verify',
  about: 'the verdict on each file of the corpus against pdfsig -nocert, on a first pass and warm',
  async run() {
    if (!existsSync(CORPUS) || spawnSync('pdfsig', ['-v']).status === null) throw new Error('needs ../shared/corpus/pdf and pdfsig');
    const files = readdirSync(CORPUS)
      .filter((name) => name.endsWith('.pdf'))
      .map((name) => join(CORPUS, name));
    const trust = { anchors: [], intermediates: [], trainingPolicyOid: TRAINING_POLICY_OID, now: Date.now() };
    const peer = (path: string): void => void spawnSync('pdfsig', ['-nocert', path], { stdio: 'ignore' });
    const first: number[] = [];
    const warm: number[] = [];
    const [ours, theirs, again]: [number[], number[], number[]] = [[], [], []];
    execFileSync('cat', files, { maxBuffer: 1 << 30, stdio: ['ignore', 'ignore', 'ignore'] });
    for (let round = 0; round < ROUNDS; round++) {
      const parser = new ParserProcess();
      // The process is up, as the workstation's is when a file arrives; nothing was judged in it yet.
      await parser.run('ready', { path: '' });
      const pass = async (): Promise<number> => {
        const start = performance.now();
        for (const path of files) await parser.run('verify', { path, ...trust });
        return performance.now() - start;
      };
      const a = await pass();
      const b = millis(() => files.forEach(peer));
      await pass();
      const c = await pass();
      parser.close();
      first.push(a / b);
      warm.push(c / b);
      ours.push(a);
      theirs.push(b);
      again.push(c);
    }
    return {
      figures: {
        verify_corpus_over_pdfsig: { value: median(first), unit: 'ratio', target: '<=1.0' },
        verify_warm_over_pdfsig: { value: median(warm), unit: 'ratio', target: '<=0.5' },
        first_pass_ms: { value: median(ours), unit: 'ms' },
        warm_pass_ms: { value: median(again), unit: 'ms' },
        pdfsig_ms: { value: median(theirs), unit: 'ms' },
      },
    };
  },
};

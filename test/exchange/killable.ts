/** A workstation in a process of its own that ends itself, as by a power cut, at the point it is told; else runs until told to stop. */
import { type BenchOptions, station } from './support.ts';

const options = JSON.parse(process.argv[2] ?? '{}') as Pick<BenchOptions, 'dir' | 'url' | 'office'> & { key: string; point: string };
const onPoint = (name: string): void => {
  if (name === options.point) process.kill(process.pid, 'SIGKILL');
};
const bench = station({ ...options, key: Buffer.from(options.key, 'hex'), create: false, onPoint, onStorePoint: onPoint });
bench.exchange.start();
// The product's timers do not keep a process alive; something else always does.
setInterval(() => undefined, 1000);

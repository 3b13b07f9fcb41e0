/** `sign-pdf` as it is bundled: the processes start first, then the command loads. */
import { startEarly } from './children.ts';

if (process.argv.includes('--token')) startEarly();
void import('./signPdf.ts').then(async ({ main }) => {
  process.exitCode = await main();
});

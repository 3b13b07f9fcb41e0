/** `sign-pdf` as it is bundled: the processes start first, then the command loads. */
import { startEarly } from './children.ts';

if (process.argv.includes('--token')) startEarly();
const { main } = await import('./signPdf.ts');
process.exitCode = await main();

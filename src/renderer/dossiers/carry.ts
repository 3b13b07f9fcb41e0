/** A file carried out of the store: in sight as long work, with how far it is and the way to stop it. */
import type { DossierDetail } from '../../contract/page/dossiers.ts';
import { api } from '../core.ts';
import { runWork } from '../parts/work.ts';
import { t } from '../text/index.ts';

const EVERY_MS = 400;
export const carryOut = ({ id, notation }: Pick<DossierDetail, 'id' | 'notation'>) =>
  runWork(t('ds.exporting', { notation }), async (run) => {
    const stop = (): void => void api['dossiers.stopExport']({}).catch(() => undefined);
    run.signal.addEventListener('abort', stop);
    const timer = setInterval(() => {
      void api['dossiers.exporting']({}).then(
        ({ done, total }) => (total > 0 ? run.progress(done / total) : undefined),
        () => undefined,
      );
    }, EVERY_MS);
    try {
      return await api['dossiers.export']({ id });
    } finally {
      clearInterval(timer);
      run.signal.removeEventListener('abort', stop);
    }
  });

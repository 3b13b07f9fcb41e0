/** What makes training unmistakable: the banner and the faint mark over the whole window. */
import { useCore } from '../core.ts';
import { t } from '../text/index.ts';

const useTraining = (): boolean => useCore((s) => s.app?.office?.mode === 'training');
const MARKS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];

export function TrainingBanner() {
  return useTraining() ? (
    <div className="training-banner" role="note">
      {t('training.banner')}
    </div>
  ) : null;
}
export function TrainingMark() {
  return useTraining() ? (
    <div className="training-mark" aria-hidden="true">
      {MARKS.map((mark) => (
        <span key={mark}>{t('training.mark')}</span>
      ))}
    </div>
  ) : null;
}

/** What a form says of being kept: that it came back, with a way to throw it away, and since when it is safe. */
import { momentText } from '../format.ts';
import { t } from '../text/index.ts';
import type { KeptMark } from './keptForm.ts';

export function KeptNote({ kept }: { readonly kept: Pick<KeptMark, 'restored' | 'startAnew'> }) {
  if (kept.restored === undefined) return null;
  return (
    <output className="kept-note">
      {t('kept.restored', { when: momentText(kept.restored) })}{' '}
      <button type="button" className="link" onClick={kept.startAnew}>
        {t('kept.foundStart')}
      </button>
    </output>
  );
}

/** Takes its line before there is anything to say, so that nothing moves under the hand. */
export function KeptAt({ kept }: { readonly kept: Pick<KeptMark, 'at'> }) {
  return (
    <span className="dim kept-at" role="status">
      {kept.at === undefined ? '\u00a0' : t('kept.savedAt', { when: momentText(kept.at) })}
    </span>
  );
}

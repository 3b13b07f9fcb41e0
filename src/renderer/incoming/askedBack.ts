/** A dialogue lies over the document's own banners: what its sender asks meanwhile is said in the dialogue too. */
import type { IncomingDetail } from '../../contract/page/incoming.ts';
import { t } from '../text/index.ts';

export function askedBack(doc: IncomingDetail): string | undefined {
  const mine = doc.amendments.filter((row) => row.originalId === doc.id);
  if (doc.state === 'withdrawn' || doc.state === 'recalled') {
    const organ = mine.findLast((row) => row.state === 'withdrawn' || row.state === 'agreed')?.organName ?? doc.sender;
    return t('amendment.meanwhile.gone', { organ });
  }
  const asked = mine.findLast((row) => row.state === 'open');
  return asked && t('amendment.meanwhile.asked', { organ: asked.organName, what: t(`amendment.what.${asked.kind}`) });
}

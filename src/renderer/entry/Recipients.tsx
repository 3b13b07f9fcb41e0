/** What the recipients of the cell in hand are taken for: found in directory and groups, or text that is followed on paper alone. */
import { useEffect, useState } from 'react';
import type { MatchedRecipient } from '../../contract/page/entry.ts';
import { api } from '../core.ts';
import { t } from '../text/index.ts';

const WAIT_MS = 200;
const words = (one: MatchedRecipient): string => {
  if (one.kind === 'agency') return t('entry.recipients.agency', { name: one.name, code: one.organId });
  if (one.kind === 'group') return t('entry.recipients.group', { name: one.name, count: one.members.length });
  if (one.kind === 'several') return t('entry.recipients.several', { name: one.text, count: one.count });
  return t('entry.recipients.offAxis', { name: one.text });
};

export function RecipientsLine({ text }: { readonly text: string }) {
  const [found, setFound] = useState<readonly MatchedRecipient[]>([]);
  useEffect(() => {
    if (text.trim() === '') return setFound([]);
    let gone = false;
    const timer = setTimeout(() => {
      api['entry.recipients']({ text }).then(
        ({ recipients }) => !gone && setFound(recipients),
        () => undefined,
      );
    }, WAIT_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [text]);
  return (
    <output className="entry-recipients dim" aria-label={t('entry.recipients.title')}>
      {found.length === 0 ? t('entry.recipients.none') : found.map(words).join(' · ')}
    </output>
  );
}

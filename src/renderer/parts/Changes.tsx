/** What an act changed of a document, field by field: before and after. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ChangeRow, FieldChange } from '../../contract/page/history.ts';
import { dateText, momentText } from '../format.ts';
import { t, textOr } from '../text/index.ts';
import { urgencyWord } from './codeWords.ts';
import { useWords } from './useWords.ts';

const DATES: readonly string[] = ['date', 'due_date', 'arrival_date'];
const MOMENTS: readonly string[] = ['frozen_at', 'send_at', 'deliver_before', 'entered_at'];

export function Changes({ fields, direction }: { readonly fields: readonly FieldChange[]; readonly direction: 'incoming' | 'outgoing' }) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <Button
        variant="subtle"
        size="compact-xs"
        style={{ justifySelf: 'start', alignSelf: 'start' }}
        aria-expanded={shown}
        onClick={() => setShown(!shown)}
      >
        {shown ? t('changes.hide') : t('changes.show', { count: fields.length })}
      </Button>
      {shown ? <ChangeTable fields={fields} direction={direction} /> : null}
    </>
  );
}

function ChangeTable({ fields, direction }: { readonly fields: ChangeRow['fields']; readonly direction: 'incoming' | 'outgoing' }) {
  const words = useWords();
  const shown = (field: string, value: string | undefined): string => {
    if (value === undefined) return t('changes.nothing');
    if (field === 'state') return textOr(`${direction}.state.${value}`, value);
    if (field === 'channel') return textOr(`channel.${value}`, value);
    if (field === 'priority') return urgencyWord(words, Number(value) as 0 | 1 | 2 | 3 | 4);
    if (field === 'verdict' || field === 'signatures') return textOr(`verdict.short.${value}`, value);
    if (field === 'number_pending') return value === '1' ? t('common.yesWord') : t('common.none');
    if (DATES.includes(field)) return dateText(value);
    if (MOMENTS.includes(field)) return momentText(Number(value));
    return value;
  };
  return (
    <dl className="changes">
      {fields.map(({ field, before, after }) => (
        <div key={field} className="changes-line">
          <dt>{textOr(`changes.field.${field}`, field)}</dt>
          <dd>
            <del>{shown(field, before)}</del> → <ins>{shown(field, after)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Issuing with an hour: not before it, or promised to be there by it. */
import { Group } from '@mantine/core';
import { useState } from 'react';
import type { LegalDate } from '../../domain/time.ts';
import { legalDateOf } from '../../domain/time.ts';
import { instantOf } from '../../domain/workCalendar.ts';
import { api } from '../core.ts';
import { HourField } from '../deadlines/HourField.tsx';
import { DateField } from '../parts/DateField.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';

interface Moment {
  readonly date: string | undefined;
  readonly minute: number | undefined;
}
const instant = ({ date, minute }: Moment): number | undefined =>
  date === undefined || minute === undefined ? undefined : instantOf(date as LegalDate, minute);

/** An hour without its day is no moment, and no wish to send at once either. */
const half = ({ date, minute }: Moment): boolean => minute !== undefined && date === undefined;

export function IssueTimed({ id, onClose, onDone }: { readonly id: string; readonly onClose: () => void; readonly onDone: () => void }) {
  const today = legalDateOf(Date.now());
  const [send, setSend] = useState<Moment>({ date: today, minute: undefined });
  const [before, setBefore] = useState<Moment>({ date: today, minute: undefined });
  const act = useAct();
  const sendAt = instant(send);
  const deliverBefore = instant(before);
  const issue = async (): Promise<void> => {
    const times = { ...(sendAt === undefined ? {} : { sendAt }), ...(deliverBefore === undefined ? {} : { deliverBefore }) };
    if (await act.run(() => api['outgoing.issue']({ id, ...times }))) onDone();
  };
  return (
    <FormDialog
      title={t('timed.title')}
      lead={t('timed.lead')}
      submit={t('timed.do')}
      act={act}
      dirty={sendAt !== undefined || deliverBefore !== undefined}
      canSubmit={(sendAt !== undefined || deliverBefore !== undefined) && !half(send) && !half(before)}
      onSubmit={() => void issue()}
      onClose={onClose}
    >
      <Group grow align="flex-start">
        <DateField label={t('timed.sendDate')} toward="coming" value={send.date} onDate={(date) => setSend({ ...send, date })} />
        <HourField label={t('timed.sendHour')} value={send.minute} onMinute={(minute) => setSend({ ...send, minute })} data-autofocus />
      </Group>
      <Group grow align="flex-start">
        <DateField label={t('timed.beforeDate')} toward="coming" value={before.date} onDate={(date) => setBefore({ ...before, date })} />
        <HourField label={t('timed.beforeHour')} value={before.minute} onMinute={(minute) => setBefore({ ...before, minute })} />
      </Group>
    </FormDialog>
  );
}

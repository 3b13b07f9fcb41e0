/** The meeting that a document calls to: what the program read of it, and what a person confirmed. */
import { Button, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { MeetingFacts, MeetingProposal, MeetingRow } from '../../contract/page/deskWork.ts';
import { hourText } from '../../domain/meetings.ts';
import { legalDateOf } from '../../domain/time.ts';
import { api, useCore } from '../core.ts';
import { HourField } from '../deadlines/HourField.tsx';
import { dateText } from '../format.ts';
import { DateField } from '../parts/DateField.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { Section } from '../parts/facts.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { day, maybeWhole, type Shape, text, texts } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { Notice } from '../parts/Notice.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { weekdayWord } from '../today/words.ts';
import './desk.css';

type Side = 'incoming' | 'outgoing';
const TOPICS = ['incoming', 'outgoing', 'deadlines', 'search'] as const;
/** `14 giờ 00 thứ sáu 27/11/2026`. */
export const whenText = ({ date, from }: { readonly date?: string; readonly from?: number }): string =>
  date === undefined
    ? ''
    : t('meeting.whenAt', {
        hour: from === undefined ? '' : hourText(from),
        weekday: weekdayWord(date as Parameters<typeof weekdayWord>[0]),
        date: dateText(date),
      }).trim();

/** Stands above the document while nobody confirmed what was read. */
export function MeetingFound({ side, id }: { readonly side: Side; readonly id: string }) {
  const load = useCallback(async () => {
    const [{ proposal }, { rows }] = await Promise.all([api['meetings.propose']({ side, id }), api['meetings.ofDocument']({ side, id })]);
    return { proposal, known: rows.length > 0 };
  }, [side, id]);
  const { value, reload } = useLoaded(load, TOPICS, id);
  const mayWrite = useMayWrite();
  const [open, setOpen] = useState(false);
  const proposal = value?.known ? undefined : value?.proposal;
  if (!proposal) return null;
  const words =
    proposal.date === undefined
      ? t('meeting.foundOpen')
      : t(proposal.near ? 'meeting.foundNear' : 'meeting.found', {
          when: whenText(proposal),
          place: proposal.place === undefined ? '' : t('meeting.atPlace', { place: proposal.place }),
        });
  return (
    <section aria-label={t('meeting.section')}>
      <Notice
        tone={proposal.near ? 'urgent' : 'warn'}
        acts={
          mayWrite ? (
            <Button variant="default" size="compact-md" onClick={() => setOpen(true)}>
              {t('meeting.add')}
            </Button>
          ) : undefined
        }
      >
        {words}
      </Notice>
      {open ? (
        <MeetingDialog
          of={{ side, id }}
          proposal={proposal}
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false);
            void reload();
          }}
        />
      ) : null}
    </section>
  );
}
const useMayWrite = (): boolean => useCore((s) => s.app?.me?.roles.some((role) => role === 'clerk' || role === 'officer') ?? false);

/** What stands in the list of this document. */
export function Meetings({ side, id }: { readonly side: Side; readonly id: string }) {
  const load = useCallback(() => api['meetings.ofDocument']({ side, id }), [side, id]);
  const { value, error, reload } = useLoaded(load, TOPICS, id);
  if (error === undefined && (value === undefined || value.rows.length === 0)) return null;
  return (
    <Section title={t('meeting.section')}>
      <ErrorNote error={error} />
      <ul className="trail">
        {value?.rows.map((row) => (
          <li key={row.id}>
            <MeetingLines row={row} />
            <MeetingActs row={row} onDone={() => void reload()} />
          </li>
        ))}
      </ul>
      <button type="button" className="link" onClick={() => go({ at: 'meetings' })}>
        {t('week.cardOpen')}
      </button>
    </Section>
  );
}

function MeetingLines({ row }: { readonly row: MeetingRow }) {
  return (
    <>
      <span className={row.cancelled ? 'dim' : ''}>
        <b>{whenText(row)}</b>
        {t('meeting.atPlace', { place: row.place })}
        {row.cancelled ? ` (${t('meeting.isCancelled')})` : ''}
      </span>
      <MeetingPeople row={row} />
      <Clashes row={row} />
    </>
  );
}
export function MeetingPeople({ row }: { readonly row: MeetingRow }) {
  const parts = [
    row.chair ? `${t('meeting.chair')}: ${row.chair}` : '',
    row.attendees.length > 0 ? `${t('meeting.attendees')}: ${row.attendees.join('; ')}` : '',
    row.note,
  ].filter(Boolean);
  return parts.length === 0 ? null : <div className="dim">{parts.join(' · ')}</div>;
}
export function Clashes({ row }: { readonly row: MeetingRow }) {
  return row.clashes.map((clash) => (
    <div key={clash.id} className="overdue">
      {t('meeting.clash', {
        title: clash.title.length > 60 ? `${clash.title.slice(0, 60)}…` : clash.title,
        what: [...clash.names, ...(clash.place ? [t('meeting.clashPlace')] : [])].join(', '),
      })}
    </div>
  ));
}

export function MeetingActs({ row, onDone }: { readonly row: MeetingRow; readonly onDone: () => void }) {
  const [editing, setEditing] = useState(false);
  const act = useAct();
  const mayWrite = useMayWrite();
  if (!mayWrite) return null;
  const turn = async (): Promise<void> => {
    const done = await act.run(() => (row.cancelled ? api['meetings.restore']({ id: row.id }) : api['meetings.cancel']({ id: row.id })));
    if (!done) return;
    say(t(row.cancelled ? 'meeting.restored' : 'meeting.cancelled'), row.cancelled ? undefined : () => restore(row.id, onDone));
    onDone();
  };
  return (
    <span className="desk-line">
      {row.cancelled ? null : (
        <button type="button" className="link" onClick={() => setEditing(true)}>
          {t('meeting.edit')}
        </button>
      )}
      <button type="button" className="link" disabled={act.busy} onClick={() => void turn()}>
        {t(row.cancelled ? 'meeting.restore' : 'meeting.cancel')}
      </button>
      <ErrorNote error={act.error} onClose={act.clear} />
      {editing ? (
        <MeetingDialog
          row={row}
          onClose={() => setEditing(false)}
          onDone={() => {
            setEditing(false);
            onDone();
          }}
        />
      ) : null}
    </span>
  );
}
async function restore(id: string, onDone: () => void): Promise<string> {
  await api['meetings.restore']({ id });
  onDone();
  return t('meeting.restored');
}

interface DialogProps {
  readonly of?: { readonly side: Side; readonly id: string };
  readonly proposal?: MeetingProposal;
  readonly row?: MeetingRow;
  readonly onClose: () => void;
  readonly onDone: () => void;
}
interface Meeting {
  readonly title: string;
  readonly date: string | undefined;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly place: string;
  readonly chair: string;
  readonly attendees: string[];
  readonly note: string;
}
const MEETING: Shape<Meeting> = {
  title: text(500),
  date: day,
  from: maybeWhole(0, 1439),
  to: maybeWhole(1, 1440),
  place: text(300),
  chair: text(100),
  attendees: texts(50, 100),
  note: text(500),
};

export function MeetingDialog({ of, proposal, row, onClose, onDone }: DialogProps) {
  const begun: Partial<MeetingFacts> = row ?? proposal ?? {};
  const about = row?.id ?? of?.id;
  const kept = useKeptForm({ form: 'meeting', ...(about === undefined ? {} : { of: about }) }, MEETING, () => ({
    title: begun.title ?? '',
    date: begun.date ?? (proposal ? undefined : legalDateOf(Date.now())),
    from: begun.from,
    to: begun.to,
    place: begun.place ?? '',
    chair: begun.chair ?? '',
    attendees: [...(begun.attendees ?? [])],
    note: begun.note ?? '',
  }));
  const { title, date, from, to, place, chair, attendees, note } = kept.value;
  const [wrongDate, setWrongDate] = useState<number>();
  const act = useAct();
  const save = async (): Promise<void> => {
    if (date === undefined || from === undefined) return;
    const owner = row ? { id: row.id } : of === undefined ? {} : of.side === 'incoming' ? { incomingId: of.id } : { outgoingId: of.id };
    const facts = { title, date, from, place, chair, attendees, note, ...(to === undefined ? {} : { to }) };
    if (!(await act.run(() => api['meetings.save']({ ...owner, ...facts })))) return;
    void kept.end();
    say(t('meeting.saved'));
    onDone();
  };
  return (
    <FormDialog
      title={t(row ? 'meeting.editTitle' : 'meeting.title')}
      {...(proposal ? { lead: t(proposal.date === undefined ? 'meeting.leadNone' : 'meeting.lead') } : {})}
      submit={t('meeting.save')}
      act={act}
      dirty={kept.changed}
      kept={kept}
      canSubmit={title.trim() !== '' && place.trim() !== '' && date !== undefined && wrongDate !== kept.round && from !== undefined}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Textarea
        label={t('meeting.what')}
        required
        maxLength={500}
        autosize
        minRows={1}
        maxRows={4}
        value={title}
        onChange={(e) => kept.set({ title: e.currentTarget.value })}
        data-autofocus
      />
      <div className="form-columns">
        <DateField
          label={t('meeting.date')}
          toward="coming"
          required
          value={date}
          onDate={(next) => kept.set({ date: next })}
          onWrong={(wrong) => setWrongDate(wrong ? kept.round : undefined)}
        />
        <div className="form-columns">
          <HourField label={t('meeting.from')} required value={from} onMinute={(next) => kept.set({ from: next })} />
          <HourField label={t('meeting.to')} value={to} onMinute={(next) => kept.set({ to: next })} />
        </div>
      </div>
      <TextInput
        label={t('meeting.place')}
        required
        maxLength={300}
        value={place}
        onChange={(e) => kept.set({ place: e.currentTarget.value })}
      />
      <TextInput label={t('meeting.chair')} maxLength={100} value={chair} onChange={(e) => kept.set({ chair: e.currentTarget.value })} />
      <TagsInput
        label={t('meeting.attendees')}
        placeholder={attendees.length === 0 ? t('meeting.attendeesHint') : ''}
        maxTags={50}
        acceptValueOnBlur
        value={attendees}
        onChange={(next) => kept.set({ attendees: next })}
      />
      <TextInput label={t('meeting.note')} maxLength={500} value={note} onChange={(e) => kept.set({ note: e.currentTarget.value })} />
    </FormDialog>
  );
}

/** Bàn giao công việc văn thư: one act, its minutes, what was handed over before. */
import { Button, Radio, Select, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { HandoverKind, HandoverMinutes, HandoverState } from '../../contract/page/handover.ts';
import { HANDOVER_KINDS } from '../../contract/page/handover.ts';
import { api, useCore } from '../core.ts';
import { momentText, numberText } from '../format.ts';
import { JobProgress } from '../maintenance/JobProgress.tsx';
import { BackButton } from '../parts/BackButton.tsx';
import { useUnsaved } from '../parts/dirty.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { KeptAt, KeptNote } from '../parts/KeptNote.tsx';
import { type Shape, text } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go } from '../shell/view.ts';
import { errorText, t } from '../text/index.ts';
import { Viewer } from '../viewer/later.tsx';
import { Merger } from './Merger.tsx';
import '../maintenance/maintenance.css';

const TOPICS = ['exchange'] as const;
const load = async () => ({
  handover: await api['handover.state']({}),
  minutes: await api['handover.minutes']({}),
  care: await api['maintenance.state']({}),
});
const JOB_MS = 500;

export default function HandoverScreen() {
  const { value, error, reload } = useLoaded(load, TOPICS);
  const may = useCore((s) => s.app?.me?.roles.includes('administrator') ?? false);
  const [printed, setPrinted] = useState<{ readonly id: string; readonly size: number; readonly name: string }>();
  const working = value?.care.job?.kind === 'handover';
  useEffect(() => {
    if (!working) return;
    const timer = setInterval(() => void reload(), JOB_MS);
    return () => clearInterval(timer);
  }, [working, reload]);
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const { handover, minutes, care } = value;
  if (printed) {
    return (
      <>
        <div className="screen-head">
          <BackButton onClick={() => setPrinted(undefined)}>{t('handover.backToList')}</BackButton>
          <Title order={1}>{t('handover.title')}</Title>
        </div>
        <Viewer files={[{ ...printed, detected: 'pdf' }]} />
      </>
    );
  }
  return (
    <>
      <div className="screen-head">
        <BackButton onClick={() => go({ at: 'maintenance' })}>{t('maintenance.back')}</BackButton>
        <Title order={1}>{t('handover.title')}</Title>
      </div>
      <div className="care">
        {handover.right === 'held' ? null : <Given handover={handover} may={may} working={working} reload={reload} />}
        {care.job?.kind === 'handover' ? (
          <section className="sheet care-part">
            <JobProgress job={care.job} reload={reload} />
          </section>
        ) : null}
        <Now minutes={minutes} />
        {handover.right === 'held' && !working ? <Begin handover={handover} may={may} reload={reload} /> : null}
        <Merger may={may} />
        <Before handover={handover} onPrinted={setPrinted} />
      </div>
    </>
  );
}

function Given({
  handover,
  may,
  working,
  reload,
}: {
  readonly handover: HandoverState;
  readonly may: boolean;
  readonly working: boolean;
  readonly reload: () => Promise<void>;
}) {
  const act = useAct();
  const [place, setPlace] = useState<string | null>(handover.places[0]?.id ?? null);
  const run = async (work: () => Promise<unknown>): Promise<void> => {
    await act.run(work);
    await reload();
  };
  const giving = handover.right === 'giving';
  return (
    <section className="sheet care-part" aria-label={t('handover.right')}>
      <h2>{t('handover.right')}</h2>
      <p className="care-warn" role="status">
        {t(giving ? 'handover.giving' : 'handover.given', { to: handover.to ?? '', at: handover.since ? momentText(handover.since) : '' })}
      </p>
      {working || !may ? null : (
        <>
          <Text>{t(giving ? 'handover.givingNext' : 'handover.givenNext')}</Text>
          <Places handover={handover} value={place} onChange={setPlace} />
          <ErrorNote error={act.error} onClose={act.clear} />
          <div className="document-acts">
            <Button
              variant={giving ? 'filled' : 'default'}
              disabled={place === null}
              loading={act.busy}
              onClick={() => void run(() => api['handover.resume']({ placeId: place ?? '' }))}
            >
              {t(giving ? 'handover.resume' : 'handover.writeAgain')}
            </Button>
            {giving ? (
              <Button variant="default" loading={act.busy} onClick={() => void run(() => api['handover.abandon']({}))}>
                {t('handover.abandon')}
              </Button>
            ) : null}
          </div>
        </>
      )}
    </section>
  );
}

function Places({
  handover,
  value,
  onChange,
}: {
  readonly handover: HandoverState;
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}) {
  if (handover.places.length === 0) return <p className="care-warn">{t('handover.noPlace')}</p>;
  return (
    <Select
      maw={640}
      label={t('handover.place')}
      data={handover.places.map(({ id, path }) => ({ value: id, label: path }))}
      value={value}
      onChange={onChange}
    />
  );
}

function Now({ minutes }: { readonly minutes: HandoverMinutes }) {
  return (
    <section className="sheet care-part" aria-label={t('handover.now')}>
      <h2>{t('handover.now')}</h2>
      <Text>
        {t('handover.counts', {
          incoming: numberText(minutes.openIncoming),
          overdue: numberText(minutes.overdue),
          outgoing: numberText(minutes.openOutgoing),
          documents: numberText(minutes.waiting.documents),
          statuses: numberText(minutes.waiting.statuses),
          quarantined: numberText(minutes.quarantined),
        })}
      </Text>
      {minutes.dossiers ? (
        <Text>{t('handover.dossiers', { open: numberText(minutes.dossiers.open), closed: numberText(minutes.dossiers.closed) })}</Text>
      ) : null}
      <table className="plain-table" aria-label={t('handover.books')}>
        <thead>
          <tr>
            <th scope="col">{t('reconcile.book')}</th>
            <th scope="col" style={{ width: 260 }}>
              {t('handover.organ')}
            </th>
            <th scope="col" style={{ width: 80 }}>
              {t('reconcile.period')}
            </th>
            <th scope="col" style={{ width: 100 }}>
              {t('reconcile.series')}
            </th>
            <th scope="col" style={{ width: 110 }}>
              {t('handover.last')}
            </th>
          </tr>
        </thead>
        <tbody>
          {minutes.books.map((book) => (
            <tr key={`${book.organ} ${book.name} ${book.period} ${book.series}`}>
              <td>{book.closed ? t('handover.closedBook', { name: book.name }) : book.name}</td>
              <td>{book.organ}</td>
              <td className="figure">{book.period}</td>
              <td>{book.series === '' ? t('reconcile.common') : book.series}</td>
              <td className="figure">{book.last === 0 ? t('common.none') : numberText(book.last)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface Typed {
  readonly basis: string;
  readonly takerName: string;
  readonly items: string;
}
const SHAPE: Shape<Typed> = { basis: text(500), takerName: text(200), items: text(2_000) };
const HANDOVER = { form: 'handover' } as const;
function Begin({
  handover,
  may,
  reload,
}: {
  readonly handover: HandoverState;
  readonly may: boolean;
  readonly reload: () => Promise<void>;
}) {
  const act = useAct();
  const [kind, setKind] = useState<Exclude<HandoverKind, 'merger'>>('machine');
  const [place, setPlace] = useState<string | null>(handover.places[0]?.id ?? null);
  const kept = useKeptForm(HANDOVER, SHAPE, () => ({ basis: '', takerName: '', items: '' }));
  const { basis, takerName, items } = kept.value;
  useUnsaved(kept.changed, kept.end);
  const [giver, setGiver] = useState<string | null>(null);
  const [taker, setTaker] = useState<string | null>(null);
  const active = handover.people.filter((person) => !person.ended);
  const ready = place !== null && basis.trim() !== '' && (kind === 'machine' ? takerName.trim() !== '' : giver !== null && taker !== null);
  const begin = async (): Promise<void> => {
    const begun = await act.run(() =>
      api['handover.begin']({
        kind,
        placeId: place ?? '',
        basis: basis.trim(),
        items: items.trim(),
        ...(kind === 'machine' ? { takerName: takerName.trim() } : { giverId: giver ?? '', takerId: taker ?? '' }),
      }),
    );
    if (begun) await kept.end();
    await reload();
  };
  return (
    <section className="sheet care-part" aria-label={t('handover.begin')}>
      <h2>{t('handover.begin')}</h2>
      <KeptNote kept={kept} />
      <Stack gap="sm">
        <Radio.Group label={t('handover.kind')} value={kind} onChange={(value) => setKind(value as typeof kind)}>
          {HANDOVER_KINDS.map((one) => (
            <Radio key={one} mt={6} value={one} label={t(`handover.kind.${one}`)} description={t(`handover.kind.${one}.lead`)} />
          ))}
        </Radio.Group>
        {kind === 'machine' ? (
          <TextInput
            maw={460}
            label={t('handover.takerMachine')}
            value={takerName}
            onChange={(e) => kept.set({ takerName: e.currentTarget.value })}
          />
        ) : (
          <>
            <Select
              maw={460}
              label={t('handover.giver')}
              data={active.map(({ id, name }) => ({ value: id, label: name }))}
              value={giver}
              onChange={setGiver}
            />
            <Select
              maw={460}
              label={t('handover.taker')}
              description={t('handover.takerHint')}
              data={handover.people
                .filter((person) => person.id !== giver)
                .map(({ id, name, ended }) => ({ value: id, label: ended ? t('handover.endedPerson', { name }) : name }))}
              value={taker}
              onChange={setTaker}
            />
          </>
        )}
        <TextInput
          maw={640}
          label={t('handover.basis')}
          placeholder={t('handover.basisHint')}
          value={basis}
          onChange={(e) => kept.set({ basis: e.currentTarget.value })}
        />
        <Textarea
          maw={640}
          label={t('handover.items')}
          autosize
          minRows={2}
          maxLength={2_000}
          value={items}
          onChange={(e) => kept.set({ items: e.currentTarget.value })}
        />
        <Places handover={handover} value={place} onChange={setPlace} />
      </Stack>
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className="document-acts">
        <Button disabled={!may || !ready} loading={act.busy} onClick={() => void begin()}>
          {t('handover.start')}
        </Button>
        <KeptAt kept={kept} />
      </div>
    </section>
  );
}

function Before({
  handover,
  onPrinted,
}: {
  readonly handover: HandoverState;
  readonly onPrinted: (file: { id: string; size: number; name: string }) => void;
}) {
  const act = useAct();
  const print = async (id: string): Promise<void> => {
    const file = await act.run(() => api['handover.print']({ id }));
    if (file) onPrinted({ id: file.fileId, size: file.size, name: file.name });
  };
  return (
    <section className="sheet care-part" aria-label={t('handover.before')}>
      <h2>{t('handover.before')}</h2>
      <ErrorNote error={act.error} onClose={act.clear} />
      {handover.rows.length === 0 ? (
        <EmptyNote title={t('handover.none')} />
      ) : (
        <ul className="care-findings">
          {handover.rows.map((row) => (
            <li key={row.id}>
              {momentText(row.begunAt)} · {t(`handover.kind.${row.kind}`)} · {row.giver} → {row.taker} · {t(`handover.state.${row.state}`)}
              {row.error ? <span className="care-consequence"> {errorText(row.error)}</span> : null}{' '}
              <Button size="compact-sm" variant="default" loading={act.busy} onClick={() => void print(row.id)}>
                {t('handover.print')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Tiêu hủy tài liệu: proposed by one person with the decision, agreed by another, carried out for good. */
import { Button, Checkbox, Group, PasswordInput, Progress, Select, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { memo, useCallback, useEffect, useState } from 'react';
import type { DestructionDetail, DestructionItem, DestructionRow } from '../../contract/page/destruction.ts';
import { api, useCore } from '../core.ts';
import { dateText, momentText, numberText, sizeText } from '../format.ts';
import { BackButton } from '../parts/BackButton.tsx';
import { DateField } from '../parts/DateField.tsx';
import { FileDrop } from '../parts/FileDrop.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { LongActProgress, useLongAct } from '../parts/LongAct.tsx';
import type { Uploaded } from '../parts/upload.ts';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { runToEnd } from '../parts/work.ts';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Viewer } from '../viewer/later.tsx';
import '../maintenance/maintenance.css';

const TOPICS = ['incoming'] as const;
const load = () => api['destruction.list']({});

/** How far an act is, while one is carried out. */
const LOOK_MS = 500;

export default function DestructionScreen() {
  const { value, error, reload } = useLoaded(load, TOPICS);
  const act = useAct();
  const agreeing = useAct();
  const [detail, setDetail] = useState<DestructionDetail>();
  const [proposing, setProposing] = useState(false);
  const { run } = act;
  const open = useCallback(
    async (id: string): Promise<void> => {
      const found = await run(() => api['destruction.get']({ id }));
      if (found) setDetail(found);
      await reload();
    },
    [run, reload],
  );
  const carrying = agreeing.busy || (value?.rows.some((row) => row.state === 'carrying') ?? false);
  useEffect(() => {
    if (!carrying) return;
    const timer = setInterval(() => void reload(), LOOK_MS);
    return () => clearInterval(timer);
  }, [carrying, reload]);
  const row = value?.rows.find(({ id }) => id === detail?.id);
  const [now, shown, id] = [row?.state, detail?.state, detail?.id];
  // It went on beside the page: agreed, or at its end.
  useEffect(() => {
    if (id !== undefined && now !== undefined && now !== shown) void open(id);
  }, [id, now, shown, open]);
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  return (
    <>
      <div className="screen-head">
        {detail || proposing ? (
          <BackButton
            onClick={() => {
              setDetail(undefined);
              setProposing(false);
            }}
          >
            {t('destruction.back')}
          </BackButton>
        ) : (
          <BackButton onClick={() => go({ at: 'maintenance' })}>{t('maintenance.back')}</BackButton>
        )}
        <Title order={1}>{t('destruction.title')}</Title>
        {detail || proposing ? null : <Button onClick={() => setProposing(true)}>{t('destruction.new')}</Button>}
      </div>
      <ErrorNote error={act.error} onClose={act.clear} />
      <ErrorNote error={agreeing.error} onClose={agreeing.clear} />
      <div className="care">
        {detail ? <Act detail={detail} row={row ?? detail} agreeing={agreeing} reload={() => open(detail.id)} /> : null}
        {proposing && !detail ? (
          <Propose
            onProposed={(id) => {
              setProposing(false);
              void open(id);
            }}
          />
        ) : null}
        {detail || proposing ? null : <Acts rows={value.rows} onOpen={(id) => void open(id)} />}
      </div>
    </>
  );
}

function Acts({ rows, onOpen }: { readonly rows: readonly DestructionRow[]; readonly onOpen: (id: string) => void }) {
  return (
    <section className="sheet care-part" aria-label={t('destruction.acts')}>
      <h2>{t('destruction.acts')}</h2>
      <Text>{t('destruction.lead')}</Text>
      {rows.length === 0 ? <EmptyNote title={t('destruction.none')} /> : null}
      <ul className="care-findings">
        {rows.map((row) => (
          <li key={row.id}>
            {t('destruction.row', { number: row.number, date: dateText(row.date), count: numberText(row.documents) })} ·{' '}
            {t(`destruction.state.${row.state}`, { done: numberText(row.carried), total: numberText(row.documents) })}{' '}
            <Button size="compact-sm" variant="default" onClick={() => onOpen(row.id)}>
              {t('single.view')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Some thousand rows, not drawn anew with every look at how far the act is. */
const Items = memo(function Items({
  items,
  picked,
  onPick,
}: {
  readonly items: readonly DestructionItem[];
  readonly picked?: ReadonlySet<string>;
  readonly onPick?: (id: string) => void;
}) {
  return (
    <table className="plain-table" aria-label={t('destruction.items')}>
      <thead>
        <tr>
          {onPick ? <th scope="col" style={{ width: 44 }} aria-label={t('destruction.pick')} /> : null}
          <th scope="col" style={{ width: 210 }}>
            {t('field.code')}
          </th>
          <th scope="col" style={{ width: 110 }}>
            {t('single.date')}
          </th>
          <th scope="col">{t('field.subject')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={`${item.list} ${item.id}`}>
            {onPick ? (
              <td>
                <Checkbox
                  aria-label={t('destruction.pickOf', { code: item.code, subject: item.subject })}
                  checked={picked?.has(item.id) ?? false}
                  onChange={() => onPick(item.id)}
                />
              </td>
            ) : null}
            <td>{item.code}</td>
            <td className="figure">{dateText(item.date)}</td>
            <td>{item.subject}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
});

function Propose({ onProposed }: { readonly onProposed: (id: string) => void }) {
  const act = useLongAct();
  const [list, setList] = useState<'incoming' | 'outgoing'>('incoming');
  const [from, setFrom] = useState<string>();
  const [to, setTo] = useState<string>();
  const [text, setText] = useState('');
  const [items, setItems] = useState<readonly DestructionItem[]>([]);
  const [more, setMore] = useState(false);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [facts, setFacts] = useState({ number: '', decidedBy: '', council: '' });
  const [date, setDate] = useState<string>();
  const [scan, setScan] = useState<readonly Uploaded[]>([]);
  const look = async (): Promise<void> => {
    if (from === undefined || to === undefined) return;
    const answer = await act.runLong(t('destruction.looking'), (workId) =>
      api['destruction.candidates']({ list, from, to, text: text.trim(), workId }),
    );
    if (!answer) return;
    setItems(answer.items);
    setMore(answer.more);
    setPicked(new Set(answer.items.map((item) => item.id)));
  };
  const chosen = items.filter((item) => picked.has(item.id));
  const [first] = scan;
  const ready =
    chosen.length > 0 && first !== undefined && date !== undefined && Object.values(facts).every((value) => value.trim() !== '');
  const propose = async (): Promise<void> => {
    if (!first || date === undefined) return;
    const wish = {
      number: facts.number.trim(),
      decidedBy: facts.decidedBy.trim(),
      council: facts.council.trim(),
      date,
      scanUploadId: first.uploadId,
      documents: chosen.map((item) => ({ list: item.list, id: item.id })),
    };
    const answer = await act.run(() => runToEnd(t('work.propose', { count: chosen.length }), () => api['destruction.propose'](wish)));
    if (answer) onProposed(answer.id);
  };
  const field = (key: keyof typeof facts) => ({
    value: facts[key],
    onChange: (e: { currentTarget: { value: string } }) => {
      const { value } = e.currentTarget;
      setFacts((old) => ({ ...old, [key]: value }));
    },
  });
  return (
    <section className="sheet care-part" aria-label={t('destruction.new')}>
      <h2>{t('destruction.choose')}</h2>
      <Group align="end">
        <Select
          w={200}
          label={t('destruction.list')}
          data={[
            { value: 'incoming', label: t('menu.incoming') },
            { value: 'outgoing', label: t('menu.outgoing') },
          ]}
          value={list}
          onChange={(value) => setList(value === 'outgoing' ? 'outgoing' : 'incoming')}
        />
        <DateField label={t('destruction.from')} toward="past" value={from} onDate={setFrom} onWrong={() => undefined} />
        <DateField label={t('destruction.to')} toward="past" value={to} onDate={setTo} onWrong={() => undefined} />
        <TextInput w={320} label={t('single.text')} value={text} onChange={(e) => setText(e.currentTarget.value)} />
        <Button variant="default" disabled={from === undefined || to === undefined} loading={act.busy} onClick={() => void look()}>
          {t('single.search')}
        </Button>
      </Group>
      {items.length > 0 ? (
        <Items
          items={items}
          picked={picked}
          onPick={(id) =>
            setPicked((old) => {
              const next = new Set(old);
              if (!next.delete(id)) next.add(id);
              return next;
            })
          }
        />
      ) : null}
      {more ? <Text c="dimmed">{t('destruction.more')}</Text> : null}
      <h2>{t('destruction.decision')}</h2>
      <Stack gap="sm" maw={640}>
        <TextInput label={t('destruction.number')} {...field('number')} />
        <DateField label={t('destruction.date')} toward="past" value={date} onDate={setDate} onWrong={() => undefined} />
        <TextInput label={t('destruction.decidedBy')} {...field('decidedBy')} />
        <Textarea label={t('destruction.council')} autosize minRows={2} maxLength={2_000} {...field('council')} />
        <FileDrop label={t('destruction.scan')} files={scan} onFiles={(files) => setScan(files.slice(0, 1))} />
      </Stack>
      <LongActProgress work={act.work} />
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className="document-acts">
        <Button disabled={!ready} loading={act.busy} onClick={() => void propose()}>
          {t('destruction.propose', { count: numberText(chosen.length) })}
        </Button>
      </div>
    </section>
  );
}

interface ActProps {
  readonly detail: DestructionDetail;
  /** As it is now, which may be further. */
  readonly row: DestructionRow;
  /** Of the screen: the form is gone while the act is carried out. */
  readonly agreeing: ReturnType<typeof useAct>;
  readonly reload: () => Promise<void>;
}
function Act({ detail, row, agreeing, reload }: ActProps) {
  return (
    <section className="sheet care-part" aria-label={detail.number}>
      <h2>{t('destruction.row', { number: detail.number, date: dateText(detail.date), count: numberText(detail.documents) })}</h2>
      <dl className="facts">
        <div>
          <dt>{t('destruction.decidedBy')}</dt>
          <dd>{detail.decidedBy}</dd>
        </div>
        <div>
          <dt>{t('destruction.council')}</dt>
          <dd>{detail.council}</dd>
        </div>
        <div>
          <dt>{t('destruction.scan')}</dt>
          <dd>{detail.scan?.name ?? t('common.none')}</dd>
        </div>
        <div>
          <dt>{t('destruction.people')}</dt>
          <dd>
            {t('destruction.proposedBy', { name: detail.proposedBy, at: momentText(detail.proposedAt) })}
            {detail.agreedBy && detail.agreedAt
              ? `; ${t('destruction.agreedBy', { name: detail.agreedBy, at: momentText(detail.agreedAt) })}`
              : ''}
          </dd>
        </div>
      </dl>
      {detail.state === 'done' ? (
        <>
          <p className="care-good" role="status">
            {t('destruction.done', { files: numberText(detail.files), size: sizeText(detail.bytes) })}
          </p>
          <Text>
            {detail.backupsToGo > 0
              ? t('destruction.backupsToGo', { count: numberText(detail.backupsToGo) })
              : t('destruction.backupsDone')}
          </Text>
        </>
      ) : null}
      {detail.state === 'carrying' ? <Carrying row={row} /> : null}
      {detail.state === 'proposed' ? <Agree detail={detail} act={agreeing} reload={reload} /> : null}
      <Items items={detail.items} />
      {detail.scan ? (
        <div className="destruction-scan">
          <Viewer files={[detail.scan]} />
        </div>
      ) : null}
    </section>
  );
}

/** Agreed, and not at its end: nothing stops it, and nobody has to wait for it. */
function Carrying({ row }: { readonly row: DestructionRow }) {
  return (
    <div className="long-act" role="status">
      <Text>{t('destruction.carryingAt', { done: numberText(row.carried), total: numberText(row.documents) })}</Text>
      <Progress value={(row.carried / Math.max(1, row.documents)) * 100} maw={640} aria-label={t('destruction.carrying')} />
      <Text c="dimmed">{t('destruction.carryingNote')}</Text>
    </div>
  );
}

function Agree({ detail, act, reload }: Pick<ActProps, 'detail' | 'reload'> & { readonly act: ActProps['agreeing'] }) {
  const me = useCore((s) => s.app?.me?.name);
  const [person, setPerson] = useState<string | null>(detail.agreeing[0]?.id ?? null);
  const [passphrase, setPassphrase] = useState('');
  const [sure, setSure] = useState(false);
  const own = detail.agreeing.find((one) => one.id === person)?.name === me && me !== detail.proposedBy;
  const agree = async (): Promise<void> => {
    const typed = own || person === null ? {} : { personId: person, passphrase };
    const answer = await act.run(() => api['destruction.agree']({ id: detail.id, ...typed }));
    setPassphrase('');
    // One that waits for a document says so itself.
    if (answer?.done) say(t('destruction.carriedOut'));
    await reload();
  };
  const withdraw = async (): Promise<void> => {
    if (await act.run(() => api['destruction.withdraw']({ id: detail.id }))) say(t('destruction.withdrawn'));
    await reload();
  };
  return (
    <Stack gap="sm" maw={640}>
      <p className="care-warn">{t('destruction.forGood')}</p>
      <Select
        label={t('destruction.second')}
        data={detail.agreeing.map(({ id, name }) => ({ value: id, label: name }))}
        value={person}
        onChange={setPerson}
      />
      {own ? null : (
        <PasswordInput
          label={t('destruction.passphrase')}
          autoComplete="off"
          value={passphrase}
          onChange={(e) => setPassphrase(e.currentTarget.value)}
        />
      )}
      <Checkbox label={t('destruction.sure')} checked={sure} onChange={(e) => setSure(e.currentTarget.checked)} />
      <Group>
        <Button variant="default" loading={act.busy} onClick={() => void withdraw()}>
          {t('destruction.withdraw')}
        </Button>
        <Button
          color="red"
          disabled={!sure || person === null || (!own && passphrase === '')}
          loading={act.busy}
          onClick={() => void agree()}
        >
          {t('destruction.agree')}
        </Button>
      </Group>
    </Stack>
  );
}

/** Bì thư không bóc: logged as they came, handed over against a signature, registered where they were official. */
import { Button, Group, Select, Text, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import { ENVELOPE_KINDS, type EnvelopeRow, type PrintedFile } from '../../contract/page/paper.ts';
import { DESK_CHANNELS, type DeskChannel } from '../../domain/paperDesk.ts';
import { api, errorOf } from '../core.ts';
import { momentText } from '../format.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { oneOf, type Shape, text } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Choose, PrintedDialog, today } from './parts.tsx';

const TOPICS = ['paper'] as const;
type Dialog = { readonly kind: 'add' } | { readonly kind: 'hand' | 'return'; readonly row: EnvelopeRow };

export function Envelopes() {
  const [show, setShow] = useState<'open' | 'all'>('open');
  const load = useCallback(() => api['paper.envelopes']({ open: show === 'open' }), [show]);
  const { value, error, reload } = useLoaded(load, TOPICS);
  const [dialog, setDialog] = useState<Dialog>();
  const [printed, setPrinted] = useState<PrintedFile>();
  const act = useAct();
  const print = async (): Promise<void> => {
    const from = `${today().slice(0, 4)}-01-01`;
    setPrinted(await act.run(() => api['paper.printEnvelopes']({ from, to: today() })));
  };
  const done = (note: string): void => {
    setDialog(undefined);
    say(note);
    void reload();
  };
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  return (
    <>
      <Text c="dimmed" className="papers-lead">
        {t('pd.env.lead')}
      </Text>
      <Group gap="sm">
        <Choose
          label={t('pd.tab.envelopes')}
          value={show}
          onChange={setShow}
          choices={[
            ['open', t('pd.env.onlyOpen', { count: value.open })],
            ['all', t('pd.env.all')],
          ]}
        />
        <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setDialog({ kind: 'add' })}>
          {t('pd.env.add')}
        </Button>
        <Button variant="default" loading={act.busy} onClick={() => void print()}>
          {t('pd.env.print')}
        </Button>
      </Group>
      <ErrorNote error={act.error ?? error} onClose={act.clear} />
      <div className="sheet papers-sheet">
        {value.rows.length === 0 ? (
          <EmptyNote title={t('pd.env.empty')} />
        ) : (
          <table className="plain-table" aria-label={t('pd.tab.envelopes')}>
            <thead>
              <tr>
                <th scope="col">{t('pd.env.number')}</th>
                <th scope="col">{t('field.arrivedAt')}</th>
                <th scope="col">{t('pd.env.addressee')}</th>
                <th scope="col">{t('pd.env.sender')}</th>
                <th scope="col">{t('pd.out.state')}</th>
                <th scope="col" aria-label={t('pd.env.hand')} />
              </tr>
            </thead>
            <tbody>
              {value.rows.map((row) => (
                <tr key={row.id}>
                  <td className="papers-nowrap">
                    {row.number}/{row.year}
                  </td>
                  <td className="papers-nowrap">{momentText(row.arrivedAt)}</td>
                  <td>
                    {row.addressee}
                    <div className="dim">{t(`pd.env.kind.${row.kind}`)}</div>
                  </td>
                  <td>
                    {row.sender}
                    <div className="dim">{[row.marks, row.postCode].filter(Boolean).join(' · ')}</div>
                  </td>
                  <td>
                    {t(`pd.env.state.${row.state}`, { name: row.handedTo ?? '' })}
                    <div className="dim">{whenSettled(row)}</div>
                  </td>
                  <td>
                    <div className="papers-acts">
                      {row.state === 'logged' ? (
                        <Button size="compact-md" onClick={() => setDialog({ kind: 'hand', row })}>
                          {t('pd.env.hand')}
                        </Button>
                      ) : null}
                      {row.state === 'logged' || row.state === 'handed' ? (
                        <>
                          <Button
                            size="compact-md"
                            variant="default"
                            onClick={() => go({ at: 'paper', envelope: { id: row.id, number: row.number, sender: row.sender } })}
                          >
                            {t('pd.env.register')}
                          </Button>
                          <Button size="compact-md" variant="default" onClick={() => setDialog({ kind: 'return', row })}>
                            {t('pd.env.return')}
                          </Button>
                        </>
                      ) : null}
                      {row.incomingId === undefined ? null : (
                        <button type="button" className="link" onClick={() => go({ at: 'incoming', id: row.incomingId ?? '' })}>
                          {t('duplicate.open')}
                        </button>
                      )}
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {dialog?.kind === 'add' ? <AddDialog onClose={() => setDialog(undefined)} onDone={done} /> : null}
      {dialog !== undefined && dialog.kind !== 'add' ? (
        <SettleDialog kind={dialog.kind} row={dialog.row} onClose={() => setDialog(undefined)} onDone={done} />
      ) : null}
      {printed ? <PrintedDialog file={printed} onClose={() => setPrinted(undefined)} /> : null}
    </>
  );
}

/** When it was handed over or went back, and what was said then. */
const whenSettled = (row: EnvelopeRow): string => {
  const at = row.state === 'returned' ? row.returnedAt : row.handedAt;
  return [at === undefined ? '' : momentText(at), row.settledNote ?? ''].filter(Boolean).join(' · ');
};
const EMPTY = { sender: '', addressee: '', marks: '', postCode: '', note: '' };
const KINDS = [...ENVELOPE_KINDS, 'secret'] as const;
interface Typed extends Readonly<typeof EMPTY> {
  readonly kind: (typeof KINDS)[number];
  readonly channel: DeskChannel;
}
const SHAPE: Shape<Typed> = {
  sender: text(200),
  addressee: text(200),
  marks: text(200),
  postCode: text(50),
  note: text(300),
  kind: oneOf(...KINDS),
  channel: oneOf(...DESK_CHANNELS),
};
const ENVELOPE = { form: 'envelope' } as const;
/** Of a secret one nothing stays, not for a moment longer. */
const notSecret = ({ kind }: Typed): boolean => kind !== 'secret';
function AddDialog({ onClose, onDone }: { readonly onClose: () => void; readonly onDone: (note: string) => void }) {
  const kept = useKeptForm<Typed>(ENVELOPE, SHAPE, () => ({ ...EMPTY, kind: 'person', channel: 'post' }), notSecret);
  const { kind, channel, ...values } = kept.value;
  const act = useAct();
  const field = (name: keyof typeof values, max: number) => ({
    label: t(`pd.env.${name}`),
    value: values[name],
    maxLength: max,
    onChange: (e: { currentTarget: { value: string } }) => kept.set({ [name]: e.currentTarget.value }),
  });
  const save = async (): Promise<void> => {
    const made = await act.run(() =>
      api['paper.logEnvelope']({ ...values, kind, channel }).catch((thrown: unknown) => {
        // Nothing of a secret one stays, in sight neither.
        if (errorOf(thrown).code === 'paper.secret_envelope') {
          kept.startAnew();
        }
        throw thrown;
      }),
    );
    if (!made) return;
    void kept.end();
    onDone(t('pd.env.logged', { number: made.number }));
  };
  return (
    <FormDialog
      title={t('pd.env.add')}
      submit={t('common.save')}
      act={act}
      dirty={values.addressee !== ''}
      kept={kept}
      canSubmit={values.addressee.trim() !== '' || kind === 'secret'}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Select
        label={t('pd.env.kind')}
        data={KINDS.map((one) => ({ value: one, label: t(`pd.env.kind.${one}`) }))}
        value={kind}
        allowDeselect={false}
        onChange={(value) => kept.set({ kind: KINDS.find((one) => one === value) ?? 'person' })}
      />
      <TextInput {...field('addressee', 200)} required={kind !== 'secret'} data-autofocus />
      <TextInput {...field('sender', 200)} />
      <TextInput {...field('marks', 200)} />
      <div className="form-columns">
        <Select
          label={t('field.channel')}
          data={DESK_CHANNELS.map((one) => ({ value: one, label: t(`channel.${one}`) }))}
          value={channel}
          allowDeselect={false}
          onChange={(value) => kept.set({ channel: DESK_CHANNELS.find((one) => one === value) ?? 'post' })}
        />
        <TextInput {...field('postCode', 50)} />
      </div>
      <TextInput {...field('note', 300)} />
    </FormDialog>
  );
}

const END: Shape<{ readonly to: string; readonly note: string }> = { to: text(200), note: text(300) };
function SettleDialog({
  kind,
  row,
  onClose,
  onDone,
}: {
  readonly kind: 'hand' | 'return';
  readonly row: EnvelopeRow;
  readonly onClose: () => void;
  readonly onDone: (note: string) => void;
}) {
  const kept = useKeptForm({ form: 'envelopeEnd', of: row.id }, END, () => ({ to: kind === 'hand' ? row.addressee : '', note: '' }));
  const { to, note } = kept.value;
  const act = useAct();
  const save = async (): Promise<void> => {
    const work = kind === 'hand' ? api['paper.handEnvelope']({ id: row.id, to, note }) : api['paper.returnEnvelope']({ id: row.id, note });
    if (!(await act.run(() => work))) return;
    void kept.end();
    onDone(t(kind === 'hand' ? 'pd.env.handed' : 'pd.env.returned'));
  };
  return (
    <FormDialog
      title={t(kind === 'hand' ? 'pd.env.hand' : 'pd.env.return')}
      submit={t('common.save')}
      act={act}
      dirty={note !== ''}
      kept={kept}
      canSubmit={kind === 'hand' ? to.trim() !== '' : note.trim() !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      {kind === 'hand' ? (
        <TextInput
          label={t('pd.env.handTo')}
          required
          maxLength={200}
          value={to}
          onChange={(e) => kept.set({ to: e.currentTarget.value })}
          data-autofocus
        />
      ) : null}
      <TextInput
        label={kind === 'hand' ? t('pd.env.note') : t('pd.reason')}
        required={kind === 'return'}
        maxLength={300}
        value={note}
        onChange={(e) => kept.set({ note: e.currentTarget.value })}
      />
    </FormDialog>
  );
}

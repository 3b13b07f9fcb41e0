/** Gửi giấy: each recipient's paper, what has left, which phiếu gửi is not back, and what is printed for it. */
import { Button, Checkbox, Group, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { PaperDeliveryRow, PrintedFile } from '../../contract/page/paper.ts';
import { CARRIES, type Carry } from '../../domain/paperDesk.ts';
import { api } from '../core.ts';
import { DateField } from '../parts/DateField.tsx';
import { FormDialog } from '../parts/FormDialog.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { For } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Addresses } from './Addresses.tsx';
import { Choose, PrintedDialog, today } from './parts.tsx';
import { paperState } from './state.ts';

const TOPICS = ['paper', 'outgoing'] as const;
type Show = 'not_sent' | 'slips_out' | 'all';
type Dialog =
  | { readonly kind: 'sent' | 'labels' | 'book' | 'addresses' }
  | { readonly kind: 'back' | 'edit'; readonly row: PaperDeliveryRow };

export function Out() {
  const [show, setShow] = useState<Show>('not_sent');
  const load = useCallback(() => api['paper.deliveries']({ show }), [show]);
  const { value, error, reload } = useLoaded(load, TOPICS);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<Dialog>();
  const [printed, setPrinted] = useState<PrintedFile>();
  const act = useAct();
  const ids = (value?.rows ?? []).filter((row) => ticked.has(row.id)).map((row) => row.id);
  const print = (work: () => Promise<PrintedFile>): void => void act.run(work).then((file) => file && setPrinted(file));
  const done = (note: string): void => {
    setDialog(undefined);
    setTicked(new Set());
    say(note);
    void reload();
  };
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  return (
    <>
      <Group gap="sm">
        <Choose
          label={t('pd.tab.out')}
          value={show}
          onChange={setShow}
          choices={[
            ['not_sent', t('pd.out.notSent', { count: value.notSent })],
            ['slips_out', t('pd.out.slipsOut', { count: value.slipsOut })],
            ['all', t('pd.out.all')],
          ]}
        />
      </Group>
      <div className="document-acts">
        <For call="paper.sent">
          <Button disabled={ids.length === 0} onClick={() => setDialog({ kind: 'sent' })}>
            {t('pd.out.markSent')}
          </Button>
        </For>
        <For call="paper.printSlips">
          <Button variant="default" disabled={ids.length === 0} onClick={() => print(() => api['paper.printSlips']({ ids }))}>
            {t('pd.out.printSlips')}
          </Button>
        </For>
        <For call="paper.printEnvelopeCovers">
          <Button variant="default" disabled={ids.length === 0} onClick={() => print(() => api['paper.printEnvelopeCovers']({ ids }))}>
            {t('pd.out.printCovers')}
          </Button>
        </For>
        <For call="paper.printAddressLabels">
          <Button variant="default" disabled={ids.length === 0} onClick={() => setDialog({ kind: 'labels' })}>
            {t('pd.out.printLabels')}
          </Button>
        </For>
        <For call="paper.printRegister">
          <Button variant="default" leftSection={<Icon name="print" size={18} />} onClick={() => setDialog({ kind: 'book' })}>
            {t('pd.out.printBook')}
          </Button>
        </For>
        <Button variant="default" onClick={() => setDialog({ kind: 'addresses' })}>
          {t('pd.out.addresses')}
        </Button>
      </div>
      <ErrorNote error={act.error ?? error} onClose={act.clear} />
      <div className="sheet papers-sheet">
        {value.rows.length === 0 ? (
          <EmptyNote title={t('pd.out.empty')} next={t('pd.out.emptyNext')} />
        ) : (
          <Table rows={value.rows} slipDays={value.slipDays} ticked={ticked} onTick={setTicked} onDialog={setDialog} />
        )}
      </div>
      {dialog?.kind === 'sent' ? <SentDialog ids={ids} onClose={() => setDialog(undefined)} onDone={done} /> : null}
      {dialog?.kind === 'labels' ? (
        <LabelsDialog
          onClose={() => setDialog(undefined)}
          onStart={(start) => {
            setDialog(undefined);
            print(() => api['paper.printAddressLabels']({ ids, start }));
          }}
        />
      ) : null}
      {dialog?.kind === 'book' ? (
        <BookDialog
          onClose={() => setDialog(undefined)}
          onPrint={(input) => {
            setDialog(undefined);
            print(() => api['paper.printRegister'](input));
          }}
        />
      ) : null}
      {dialog?.kind === 'addresses' ? <Addresses onClose={() => setDialog(undefined)} /> : null}
      {dialog?.kind === 'back' ? <BackDialog row={dialog.row} onClose={() => setDialog(undefined)} onDone={done} /> : null}
      {dialog?.kind === 'edit' ? <EditDialog row={dialog.row} onClose={() => setDialog(undefined)} onDone={done} /> : null}
      {printed ? <PrintedDialog file={printed} onClose={() => setPrinted(undefined)} /> : null}
    </>
  );
}

function Table(props: {
  readonly rows: readonly PaperDeliveryRow[];
  readonly slipDays: number;
  readonly ticked: ReadonlySet<string>;
  readonly onTick: (ticked: ReadonlySet<string>) => void;
  readonly onDialog: (dialog: Dialog) => void;
}) {
  const { rows, slipDays, ticked, onTick, onDialog } = props;
  const tick = (id: string): void => {
    const next = new Set(ticked);
    if (!next.delete(id)) next.add(id);
    onTick(next);
  };
  return (
    <table className="plain-table" aria-label={t('pd.tab.out')}>
      <thead>
        <tr>
          <th scope="col" style={{ width: 40 }}>
            <Checkbox
              aria-label={t('directory.question.tickAll')}
              checked={rows.length > 0 && rows.every((row) => ticked.has(row.id))}
              onChange={(e) => onTick(new Set(e.currentTarget.checked ? rows.map((row) => row.id) : []))}
            />
          </th>
          <th scope="col">{t('field.code')}</th>
          <th scope="col">{t('pd.out.to')}</th>
          <th scope="col">{t('pd.out.way')}</th>
          <th scope="col">{t('pd.out.slip')}</th>
          <th scope="col">{t('pd.out.state')}</th>
          <th scope="col" aria-label={t('pd.out.edit')} />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <Checkbox
                aria-label={t('pd.select', { name: `${row.code} ${row.name}` })}
                checked={ticked.has(row.id)}
                onChange={() => tick(row.id)}
              />
            </td>
            <td style={{ width: '26%' }}>
              <button type="button" className="link" onClick={() => go({ at: 'outgoing', id: row.outgoingId })}>
                {row.code}
              </button>
              <div className="dim">{row.subject}</div>
            </td>
            <td>
              {row.name}
              <div className="dim">{row.address || t('pd.out.noAddress')}</div>
            </td>
            <td className="papers-nowrap">
              {t(`pd.carry.${row.carry}`)} · {row.copies}
              <div className="dim">{row.postCode || row.handedTo}</div>
            </td>
            <td className="papers-nowrap">{row.wantsSlip ? row.slip : ''}</td>
            <td className={(row.waitingDays ?? 0) > slipDays ? 'overdue' : ''}>
              {paperState(row)}
              <div className="dim">{row.backName}</div>
            </td>
            <td>
              <div className="papers-acts">
                {row.waitingDays === undefined ? null : (
                  <For call="paper.slipBack">
                    <Button size="compact-md" onClick={() => onDialog({ kind: 'back', row })}>
                      {t('pd.out.slipBack')}
                    </Button>
                  </For>
                )}
                {row.sentOn === undefined ? (
                  <For call="paper.setDelivery">
                    <Button size="compact-md" variant="default" onClick={() => onDialog({ kind: 'edit', row })}>
                      {t('pd.out.edit')}
                    </Button>
                  </For>
                ) : null}
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface Ends {
  readonly onClose: () => void;
  readonly onDone: (note: string) => void;
}
function SentDialog({ ids, onClose, onDone }: Ends & { readonly ids: readonly string[] }) {
  const [sentOn, setSentOn] = useState<string | undefined>(today());
  const [postCode, setPostCode] = useState('');
  const [handedTo, setHandedTo] = useState('');
  const act = useAct();
  const save = async (): Promise<void> => {
    if (sentOn === undefined) return;
    if (await act.run(() => api['paper.sent']({ ids: [...ids], sentOn, postCode, handedTo }))) onDone(t('pd.out.sent'));
  };
  return (
    <FormDialog
      title={t('pd.out.sentTitle', { count: ids.length })}
      submit={t('common.save')}
      act={act}
      dirty={postCode !== ''}
      canSubmit={sentOn !== undefined}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <DateField label={t('pd.out.sentDay')} value={sentOn} onDate={setSentOn} latest="today" />
      <TextInput label={t('pd.env.postCode')} maxLength={50} value={postCode} onChange={(e) => setPostCode(e.currentTarget.value)} />
      <TextInput label={t('pd.out.handedTo')} maxLength={100} value={handedTo} onChange={(e) => setHandedTo(e.currentTarget.value)} />
    </FormDialog>
  );
}
function BackDialog({ row, onClose, onDone }: Ends & { readonly row: PaperDeliveryRow }) {
  const [backOn, setBackOn] = useState<string | undefined>(today());
  const [backName, setBackName] = useState('');
  const [note, setNote] = useState('');
  const act = useAct();
  const save = async (): Promise<void> => {
    if (backOn !== undefined && (await act.run(() => api['paper.slipBack']({ id: row.id, backOn, backName, note }))))
      onDone(t('pd.out.slipDone'));
  };
  return (
    <FormDialog
      title={t('pd.out.slipBackTitle')}
      lead={`${row.slip ?? ''} · ${row.name}`}
      submit={t('common.save')}
      act={act}
      dirty={backName !== '' || note !== ''}
      canSubmit={backOn !== undefined}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <DateField label={t('pd.out.backDay')} value={backOn} onDate={setBackOn} latest="today" />
      <TextInput
        label={t('pd.out.backName')}
        maxLength={100}
        value={backName}
        onChange={(e) => setBackName(e.currentTarget.value)}
        data-autofocus
      />
      <TextInput label={t('pd.env.note')} maxLength={300} value={note} onChange={(e) => setNote(e.currentTarget.value)} />
    </FormDialog>
  );
}
function EditDialog({ row, onClose, onDone }: Ends & { readonly row: PaperDeliveryRow }) {
  const [address, setAddress] = useState(row.address);
  const [carry, setCarry] = useState<Carry>(row.carry);
  const [copies, setCopies] = useState(row.copies);
  const [envelopes, setEnvelopes] = useState(row.envelopes);
  const [wantsSlip, setWantsSlip] = useState(row.wantsSlip);
  const [remember, setRemember] = useState(true);
  const act = useAct();
  const save = async (): Promise<void> => {
    const saved = await act.run(async () => {
      await api['paper.setDelivery']({ id: row.id, address, carry, copies, envelopes, wantsSlip });
      if (remember && address !== '' && address !== row.address) await api['paper.saveAddress']({ name: row.name, address, phone: '' });
      return true;
    });
    if (saved) onDone(t('pd.set.saved'));
  };
  return (
    <FormDialog
      title={t('pd.out.editTitle', { name: row.name })}
      submit={t('common.save')}
      act={act}
      dirty={address !== row.address}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label={t('pd.out.address')}
        maxLength={300}
        value={address}
        onChange={(e) => setAddress(e.currentTarget.value)}
        data-autofocus
      />
      <Checkbox label={t('pd.out.remember')} checked={remember} onChange={(e) => setRemember(e.currentTarget.checked)} />
      <div className="form-columns">
        <Select
          label={t('pd.out.way')}
          data={CARRIES.map((one) => ({ value: one, label: t(`pd.carry.${one}`) }))}
          value={carry}
          allowDeselect={false}
          onChange={(value) => setCarry(value === 'hand' ? 'hand' : 'post')}
        />
        <NumberInput label={t('pd.out.copies')} min={1} max={999} value={copies} onChange={(value) => setCopies(Number(value) || 1)} />
        <NumberInput
          label={t('pd.out.envelopes')}
          min={1}
          max={99}
          value={envelopes}
          onChange={(value) => setEnvelopes(Number(value) || 1)}
        />
      </div>
      <Checkbox label={t('pd.out.wantsSlip')} checked={wantsSlip} onChange={(e) => setWantsSlip(e.currentTarget.checked)} />
    </FormDialog>
  );
}
function LabelsDialog({ onClose, onStart }: { readonly onClose: () => void; readonly onStart: (start: number) => void }) {
  const [start, setStart] = useState(1);
  return (
    <Modal opened onClose={onClose} title={t('pd.out.labels')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack gap="sm">
        <NumberInput
          label={t('pd.out.start')}
          min={1}
          max={200}
          value={start}
          onChange={(value) => setStart(Number(value) || 1)}
          data-autofocus
        />
        <Group justify="flex-end" className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button onClick={() => onStart(start)}>{t('pd.out.labels')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
const BOOKS = ['post', 'hand', 'slips'] as const;
type Book = (typeof BOOKS)[number];
function BookDialog({
  onClose,
  onPrint,
}: {
  readonly onClose: () => void;
  readonly onPrint: (input: { which: Book; from: string; to: string }) => void;
}) {
  const [from, setFrom] = useState<string | undefined>(today());
  const [to, setTo] = useState<string | undefined>(today());
  return (
    <Modal opened onClose={onClose} title={t('pd.out.bookTitle')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack gap="sm">
        <div className="form-columns">
          <DateField label={t('pd.from')} toward="past" value={from} onDate={setFrom} />
          <DateField label={t('pd.to')} toward="past" value={to} onDate={setTo} />
        </div>
        <Group>
          {BOOKS.map((which) => (
            <Button
              key={which}
              variant="default"
              disabled={from === undefined || to === undefined}
              onClick={() => onPrint({ which, from: from ?? today(), to: to ?? today() })}
            >
              {t(`pd.out.book.${which}`)}
            </Button>
          ))}
        </Group>
      </Stack>
    </Modal>
  );
}

/** Chuyển tay: an issued document as a sealed bundle, or as plain signed files with a slip in two copies. */
import { Button, Divider, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { CarriedRow, HandedDocument } from '../../contract/page/folder.ts';
import type { OutgoingDetail } from '../../contract/page/outgoing.ts';
import { api } from '../core.ts';
import { momentText } from '../format.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { Section } from '../parts/facts.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { useMay } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { writtenWords } from './Usb.tsx';

const TOPICS = ['outgoing', 'exchange'] as const;
const useHanded = (id: string) =>
  useLoaded(
    useCallback(() => api['folder.ofDocument']({ id }), [id]),
    TOPICS,
    id,
  );

export function HandOver({ doc, onDone }: { readonly doc: OutgoingDetail; readonly onDone: () => void }) {
  const [open, setOpen] = useState(false);
  const done = (note: string): void => {
    setOpen(false);
    say(note);
    onDone();
  };
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('hand.open')}
      </Button>
      {open ? <Dialog doc={doc} onClose={() => setOpen(false)} onDone={done} /> : null}
    </>
  );
}

interface Props {
  readonly doc: OutgoingDetail;
  readonly onClose: () => void;
  readonly onDone: (note: string) => void;
}
function Dialog({ doc, onClose, onDone }: Props) {
  const { value } = useHanded(doc.id);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('hand.title', { code: doc.code })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text c="dimmed">{t('hand.lead')}</Text>
      <Divider my="sm" label={t('hand.sealed')} labelPosition="left" />
      {value ? <Sealed doc={doc} peers={value.peers} onDone={onDone} /> : null}
      <Divider my="sm" label={t('hand.plain')} labelPosition="left" />
      <Plain doc={doc} onDone={onDone} />
    </Modal>
  );
}

function Sealed({ doc, peers, onDone }: Pick<Props, 'doc' | 'onDone'> & Pick<HandedDocument, 'peers'>) {
  const [chosen, setChosen] = useState<string | null>(peers[0]?.id ?? null);
  const act = useAct();
  if (peers.length === 0) return <Text>{t('hand.noPeers')}</Text>;
  const write = async (): Promise<void> => {
    if (chosen === null) return;
    const answer = await act.run(() => api['folder.export']({ peerId: chosen, outgoingId: doc.id }));
    if (answer?.saved) onDone(writtenWords(answer));
  };
  return (
    <Stack gap="xs" align="flex-start">
      <Select
        w="100%"
        label={t('usb.peer')}
        data={peers.map((peer) => ({ value: peer.id, label: peer.name }))}
        value={chosen}
        allowDeselect={false}
        onChange={setChosen}
      />
      <Button loading={act.busy} onClick={() => void write()}>
        {t('usb.write')}
      </Button>
      <ErrorNote error={act.error} onClose={act.clear} />
    </Stack>
  );
}

function Plain({ doc, onDone }: Pick<Props, 'doc' | 'onDone'>) {
  const [names, setNames] = useState(doc.recipients.map((recipient) => recipient.name).join('\n'));
  const act = useAct();
  const listed = names.split('\n').flatMap((name) => name.trim() || []);
  const write = async (): Promise<void> => {
    const answer = await act.run(() => api['folder.plain']({ outgoingId: doc.id, names: listed.slice(0, 50) }));
    if (answer?.saved) onDone(t('hand.plainDone', { name: answer.folderName }));
  };
  return (
    <Stack gap="xs" align="flex-start">
      <Textarea
        w="100%"
        label={t('hand.names')}
        autosize
        minRows={2}
        maxRows={6}
        value={names}
        onChange={(e) => setNames(e.currentTarget.value)}
      />
      <Text size="sm" c="dimmed">
        {t('hand.plainWarning')}
      </Text>
      <Button variant="default" loading={act.busy} disabled={listed.length === 0} onClick={() => void write()}>
        {t('hand.plainWrite')}
      </Button>
      <ErrorNote error={act.error} onClose={act.clear} />
    </Stack>
  );
}

function receiptWords(row: CarriedRow): string {
  if (row.receipt === 'stored') return t('hand.receipt.stored', { when: row.receiptAt === undefined ? '' : momentText(row.receiptAt) });
  return t(`hand.receipt.${row.receipt ?? 'none'}`);
}

/** What went by hand, and what came back of it. */
export function Handed({ id }: { readonly id: string }) {
  const { value } = useHanded(id);
  const may = useMay();
  const [slip, setSlip] = useState<string>();
  if (value === undefined || value.carried.length + value.slips.length === 0) return null;
  return (
    <Section title={t('hand.section')}>
      <ul className="trail">
        {value.carried.map((row) => (
          <li key={`${row.peer} ${row.number}`}>
            <span className="trail-text">{t('hand.bundle', { number: row.number, peer: row.peer })}</span>
            <span className={row.receipt === 'refused' ? 'overdue' : 'dim'}>
              {momentText(row.at)} · {receiptWords(row)}
            </span>
          </li>
        ))}
        {value.slips.map((row) => (
          <li key={row.id}>
            <span className="trail-text">{t('hand.slip', { names: row.names.join('; ') })}</span>
            <span className="dim">
              {momentText(row.at)} ·{' '}
              {row.backAt === undefined ? t('hand.slip.open') : t('hand.slip.back', { when: momentText(row.backAt) })}
            </span>
            {row.backAt === undefined && may('folder.slipBack') ? (
              <button type="button" className="link" onClick={() => setSlip(row.id)}>
                {t('hand.slip.markBack')}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {slip ? <SlipBack id={slip} onClose={() => setSlip(undefined)} /> : null}
    </Section>
  );
}

function SlipBack({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const [note, setNote] = useState('');
  const act = useAct();
  const save = async (): Promise<void> => {
    if (!(await act.run(() => api['folder.slipBack']({ slipId: id, note })))) return;
    say(t('hand.slip.done'));
    onClose();
  };
  return (
    <FormDialog
      title={t('hand.slip.markBack')}
      submit={t('common.save')}
      act={act}
      dirty={note !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextInput label={t('hand.slip.note')} maxLength={300} value={note} onChange={(e) => setNote(e.currentTarget.value)} data-autofocus />
    </FormDialog>
  );
}

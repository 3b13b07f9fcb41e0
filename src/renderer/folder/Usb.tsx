/** Cài đặt › Trao đổi qua USB: our key, the workstations we know, bundles to and from them. */
import { Button, FileButton, Group, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import type { BundleRow, PeerRow } from '../../contract/page/folder.ts';
import { api } from '../core.ts';
import { momentText } from '../format.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { For } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { TakeButton } from './Take.tsx';

const TOPICS = ['exchange'] as const;
const load = () => api['folder.state']({});
const MAX_KEY_FILE = 64 * 1024;

export default function Usb() {
  const { value, error } = useLoaded(load, TOPICS);
  const act = useAct();
  const [comparing, setComparing] = useState<PeerRow>();
  const [removing, setRemoving] = useState<PeerRow>();
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const saveKey = async (): Promise<void> => {
    const answer = await act.run(() => api['folder.saveKeyFile']({}));
    if (answer?.saved) say(t('usb.savedKey'));
  };
  const addKey = async (file: File | null): Promise<void> => {
    if (file === null) return;
    // Not such a file at all: the core says so in words.
    const keyFile = file.size > MAX_KEY_FILE ? '' : await file.text();
    if (await act.run(() => api['folder.addPeer']({ keyFile }))) say(t('usb.added'));
  };
  return (
    <>
      <Title order={3}>{t('usb.own')}</Title>
      <Text>
        {t('usb.fingerprint')}: <b className="figure">{value.fingerprint}</b>
      </Text>
      <Text c="dimmed">{t('usb.fingerprint.lead')}</Text>
      <div className="settings-acts">
        <Button variant="default" onClick={() => void saveKey()}>
          {t('usb.saveKey')}
        </Button>
        <FileButton accept=".json,application/json" onChange={(file) => void addKey(file)} inputProps={{ 'aria-label': t('usb.addKey') }}>
          {(props) => (
            <Button {...props} variant="default">
              {t('usb.addKey')}
            </Button>
          )}
        </FileButton>
        <For call="folder.import">
          <TakeButton />
        </For>
      </div>
      <ErrorNote error={act.error} onClose={act.clear} />
      <Title order={3}>{t('usb.peers')}</Title>
      {value.peers.length === 0 ? <Text>{t('usb.noPeers')}</Text> : null}
      {value.peers.length > 0 ? <Peers rows={value.peers} onCompare={setComparing} onRemove={setRemoving} /> : null}
      {value.bundles.length > 0 ? <Bundles rows={value.bundles} /> : null}
      {comparing ? <Compare peer={comparing} onClose={() => setComparing(undefined)} /> : null}
      {removing ? <Remove peer={removing} onClose={() => setRemoving(undefined)} /> : null}
    </>
  );
}

interface PeersProps {
  readonly rows: readonly PeerRow[];
  readonly onCompare: (peer: PeerRow) => void;
  readonly onRemove: (peer: PeerRow) => void;
}
function Peers({ rows, onCompare, onRemove }: PeersProps) {
  return (
    <table className="plain-table" aria-label={t('usb.peers')}>
      <thead>
        <tr>
          <th scope="col">{t('usb.peer')}</th>
          <th scope="col">{t('usb.state')}</th>
          <th scope="col">{t('usb.waiting')}</th>
          <th scope="col" aria-label={t('usb.write')} />
        </tr>
      </thead>
      <tbody>
        {rows.map((peer) => (
          <tr key={peer.id}>
            <td>
              {peer.name}
              <div className="dim">{peer.organs.map((organ) => organ.organId).join(', ')}</div>
            </td>
            <td className={peer.confirmed ? '' : 'overdue'}>
              {peer.confirmed
                ? t('usb.compared', { who: peer.confirmed.heardFrom, when: momentText(peer.confirmed.at) })
                : t('usb.notCompared')}
            </td>
            <td>
              {t('usb.waits', peer.waiting)}
              {peer.unconfirmedBundles > 0 ? <div className="dim">{t('usb.unconfirmed', { count: peer.unconfirmedBundles })}</div> : null}
            </td>
            <td>
              {peer.state === 'new' ? (
                <Group gap="xs" wrap="nowrap">
                  <Button onClick={() => onCompare(peer)}>{t('usb.compare')}</Button>
                  <Button variant="subtle" onClick={() => onRemove(peer)}>
                    {t('usb.remove')}
                  </Button>
                </Group>
              ) : (
                <WriteButtons peer={peer} onRemove={() => onRemove(peer)} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function WriteButtons({ peer, onRemove }: { readonly peer: PeerRow; readonly onRemove: () => void }) {
  const act = useAct();
  const write = async (again: boolean): Promise<void> => {
    const answer = await act.run(() => api['folder.export']({ peerId: peer.id, again }));
    if (answer?.saved) say(writtenWords(answer));
  };
  return (
    <>
      <Group gap="xs" wrap="nowrap">
        <For call="folder.export">
          <Button loading={act.busy} onClick={() => void write(false)}>
            {t('usb.write')}
          </Button>
        </For>
        <Button variant="subtle" onClick={onRemove}>
          {t('usb.remove')}
        </Button>
      </Group>
      {peer.unconfirmedBundles > 0 ? (
        <For call="folder.export">
          <button type="button" className="link" onClick={() => void write(true)}>
            {t('usb.write.again')}
          </button>
        </For>
      ) : null}
      <ErrorNote error={act.error} onClose={act.clear} />
    </>
  );
}
interface Written {
  readonly number: number;
  readonly documents: number;
  readonly statuses: number;
  readonly receipts: number;
  readonly fileName: string;
}
export const writtenWords = ({ number, documents, statuses, receipts, fileName }: Written): string =>
  t('usb.written', { number, documents, statuses, receipts, file: fileName });

function Compare({ peer, onClose }: { readonly peer: PeerRow; readonly onClose: () => void }) {
  const [digits, setDigits] = useState('');
  const [heardFrom, setHeardFrom] = useState('');
  const act = useAct();
  const save = async (): Promise<void> => {
    if (!(await act.run(() => api['folder.confirmPeer']({ id: peer.id, digits, heardFrom })))) return;
    say(t('usb.compare.done', { name: peer.name }));
    onClose();
  };
  return (
    <FormDialog
      title={t('usb.compare.title', { name: peer.name })}
      lead={t('usb.compare.lead')}
      submit={t('usb.compare')}
      act={act}
      dirty={digits !== ''}
      canSubmit={digits.replace(/\D/g, '').length === 30 && heardFrom.trim() !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label={t('usb.compare.digits')}
        placeholder="00000 00000 00000 00000 00000 00000"
        inputMode="numeric"
        maxLength={60}
        value={digits}
        onChange={(e) => setDigits(e.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label={t('usb.compare.who')}
        required
        maxLength={100}
        value={heardFrom}
        onChange={(e) => setHeardFrom(e.currentTarget.value)}
      />
    </FormDialog>
  );
}

function Remove({ peer, onClose }: { readonly peer: PeerRow; readonly onClose: () => void }) {
  const act = useAct();
  const remove = async (): Promise<void> => {
    if (await act.run(() => api['folder.removePeer']({ id: peer.id }))) onClose();
  };
  return (
    <FormDialog
      title={t('usb.remove.title', { name: peer.name })}
      lead={t('usb.remove.lead')}
      submit={t('usb.remove')}
      danger
      act={act}
      dirty={false}
      onSubmit={() => void remove()}
      onClose={onClose}
    >
      {null}
    </FormDialog>
  );
}

const bundleState = (row: BundleRow): string =>
  row.receiptAt === undefined ? t(`usb.bundle.state.${row.state}`) : t('usb.bundle.receipt', { when: momentText(row.receiptAt) });

function Bundles({ rows }: { readonly rows: readonly BundleRow[] }) {
  return (
    <>
      <Title order={3}>{t('usb.bundles')}</Title>
      <table className="plain-table" aria-label={t('usb.bundles')}>
        <thead>
          <tr>
            <th scope="col">{t('usb.bundle.number')}</th>
            <th scope="col">{t('usb.bundle.what')}</th>
            <th scope="col">{t('usb.bundle.content')}</th>
            <th scope="col">{t('usb.bundle.when')}</th>
            <th scope="col">{t('usb.state')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="figure">{row.number}</td>
              <td>{t(`usb.bundle.${row.direction}`, { peer: row.peer })}</td>
              <td>{t('usb.waits', { documents: row.documents, statuses: row.statuses })}</td>
              <td>{momentText(row.at)}</td>
              <td>{bundleState(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

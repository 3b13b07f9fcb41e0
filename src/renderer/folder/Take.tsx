/** Nhận từ USB/thư mục: every bundle of a chosen folder, and what came of each. */
import { Button, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import type { TakenBundle } from '../../contract/page/folder.ts';
import { api } from '../core.ts';
import { momentText } from '../format.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { errorText, t } from '../text/index.ts';

export function TakeButton() {
  const [taken, setTaken] = useState<readonly TakenBundle[]>();
  const act = useAct();
  const take = async (): Promise<void> => {
    const answer = await act.run(() => api['folder.import']({}));
    if (answer?.chosen) setTaken(answer.bundles);
  };
  return (
    <>
      <Button variant="default" loading={act.busy} onClick={() => void take()}>
        {t('usb.take')}
      </Button>
      {act.error ? (
        <Modal opened onClose={act.clear} title={t('usb.take')} closeButtonProps={{ 'aria-label': t('common.close') }}>
          <ErrorNote error={act.error} />
        </Modal>
      ) : null}
      {taken ? <Results rows={taken} onClose={() => setTaken(undefined)} /> : null}
    </>
  );
}

function words(row: TakenBundle): string {
  const { peer = '', number = 0 } = row;
  if (row.outcome === 'refused') return row.error ? errorText(row.error) : '';
  if (row.outcome === 'again') return t('usb.taken.again', { peer, number, when: row.at === undefined ? '' : momentText(row.at) });
  return t('usb.taken.ok', { peer, number, documents: row.documents ?? 0, statuses: row.statuses ?? 0, receipts: row.receipts ?? 0 });
}

function Results({ rows, onClose }: { readonly rows: readonly TakenBundle[]; readonly onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={t('usb.taken.title')} size="xl" closeButtonProps={{ 'aria-label': t('common.close') }}>
      {rows.length === 0 ? <Text>{t('usb.taken.none')}</Text> : null}
      {rows.length > 0 ? (
        <table className="plain-table" aria-label={t('usb.taken.title')}>
          <thead>
            <tr>
              <th scope="col" style={{ width: 240 }}>
                {t('usb.taken.file')}
              </th>
              <th scope="col">{t('usb.taken.result')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.fileName}>
                <td>{row.fileName}</td>
                <td className={row.outcome === 'refused' ? 'overdue' : ''}>
                  {words(row)}
                  {row.missing ? <div className="overdue">{t('usb.taken.missing', { numbers: row.missing.join(', ') })}</div> : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {rows.some((row) => row.outcome === 'taken') ? <Text mt="sm">{t('usb.taken.back')}</Text> : null}
      <Button mt="md" onClick={onClose} data-autofocus>
        {t('common.close')}
      </Button>
    </Modal>
  );
}

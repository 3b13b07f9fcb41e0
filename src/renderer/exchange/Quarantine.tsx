/** Văn bản lỗi, chờ xử lý: packages that could not become documents, kept as they came, each with its reason. */
import { Button, Modal, Text, Title } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import type { QuarantineRow } from '../../contract/page/incoming.ts';
import { api } from '../core.ts';
import { momentText, sizeText } from '../format.ts';
import { Fact, Facts } from '../parts/facts.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { errorText, t } from '../text/index.ts';

const TOPICS = ['quarantine'] as const;
const loadRows = () => api['quarantine.list']({});

export default function Quarantine() {
  const { value, error } = useLoaded(loadRows, TOPICS);
  const rows = value?.rows ?? [];
  const [shown, setShown] = useState<QuarantineRow>();
  const keys = (row: QuarantineRow) => (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Enter') setShown(row);
    const next = event.key === 'ArrowDown' ? 'nextElementSibling' : event.key === 'ArrowUp' ? 'previousElementSibling' : undefined;
    if (next === undefined) return;
    event.preventDefault();
    (event.currentTarget[next] as HTMLElement | null)?.focus();
  };
  return (
    <>
      <div className="screen-head">
        <Title order={1}>{t('quarantine.title')}</Title>
      </div>
      <ErrorNote error={error} />
      {value === undefined && error === undefined ? <Waiting /> : null}
      {value && rows.length === 0 ? (
        <div className="sheet scroll-sheet">
          <EmptyNote title={t('quarantine.empty')} next={t('quarantine.emptyNext')} />
        </div>
      ) : null}
      {rows.length > 0 ? (
        <>
          <Text>{t('quarantine.lead')}</Text>
          <div className="sheet scroll-sheet">
            <table className="plain-table" aria-label={t('quarantine.title')}>
              <thead>
                <tr>
                  <th scope="col" style={{ width: 230 }}>
                    {t('quarantine.sender')}
                  </th>
                  <th scope="col" style={{ width: 120 }}>
                    {t('quarantine.at')}
                  </th>
                  <th scope="col">{t('quarantine.reason')}</th>
                  <th scope="col" style={{ width: 210 }}>
                    {t('quarantine.docId')}
                  </th>
                  <th scope="col" style={{ width: 130 }}>
                    {t('quarantine.fail')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.id} className="row-open" tabIndex={0} onClick={() => setShown(row)} onKeyDown={keys(row)}>
                    <td>{row.sender || <span className="dim">{t('quarantine.senderUnknown')}</span>}</td>
                    <td>{momentText(row.at)}</td>
                    <td>{errorText(row.reason)}</td>
                    <td>
                      {row.docId}
                      <div className="dim">{sizeText(row.size)}</div>
                    </td>
                    <td>{row.markedFail ? t('quarantine.failYes') : t('quarantine.failNo')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      ) : null}
      {shown ? <OriginalFacts row={shown} onClose={() => setShown(undefined)} /> : null}
    </>
  );
}

/** What is known of a package that stayed outside: enough to ask its sender about it. */
function OriginalFacts({ row, onClose }: { readonly row: QuarantineRow; readonly onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={t('quarantine.original')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <p className="verdict verdict-bad">{errorText(row.reason)}</p>
      <Facts>
        <Fact name={t('quarantine.sender')}>{row.sender || t('quarantine.senderUnknown')}</Fact>
        <Fact name={t('quarantine.at')}>{momentText(row.at)}</Fact>
        <Fact name={t('quarantine.docId')}>{row.docId}</Fact>
        <Fact name={t('quarantine.size')}>{sizeText(row.size)}</Fact>
        <Fact name={t('quarantine.fail')}>{row.markedFail ? t('quarantine.failYes') : t('quarantine.failNo')}</Fact>
        <Fact name={t('quarantine.code')}>{row.reason.code}</Fact>
      </Facts>
      <Text mt="md">{t('quarantine.next')}</Text>
      <Button mt="md" onClick={onClose} data-autofocus>
        {t('common.close')}
      </Button>
    </Modal>
  );
}

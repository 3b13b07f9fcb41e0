/** Sổ chuyển giao: every hand-over, those that nobody signed for first in sight. */
import { TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useCallback, useState } from 'react';
import { api } from '../core.ts';
import { momentText } from '../format.ts';
import { BackButton } from '../parts/BackButton.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Signed } from './Transfers.tsx';
import './desk.css';

const TOPICS = ['incoming'] as const;

export default function TransfersScreen() {
  const [open, setOpen] = useState(true);
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed, 200);
  const load = useCallback(() => api['transfers.list']({ open, text }), [open, text]);
  const { value, error, reload } = useLoaded(load, TOPICS);
  return (
    <>
      <div className="screen-head">
        <BackButton onClick={() => go({ at: 'incoming' })} />
        <Title order={1}>{t('transfers.title')}</Title>
      </div>
      <div className="screen-head">
        <div className="tabs" role="tablist" aria-label={t('transfers.title')}>
          <button type="button" role="tab" className="tab" aria-selected={open} onClick={() => setOpen(true)}>
            {t('transfers.open')} <b>{value?.open ?? 0}</b>
          </button>
          <button type="button" role="tab" className="tab" aria-selected={!open} onClick={() => setOpen(false)}>
            {t('transfers.all')}
          </button>
        </div>
        <TextInput
          aria-label={t('transfers.find')}
          placeholder={t('transfers.find')}
          leftSection={<Icon name="search" size={18} />}
          maxLength={100}
          value={typed}
          onChange={(e) => setTyped(e.currentTarget.value)}
        />
      </div>
      <ErrorNote error={error} />
      {value === undefined ? (
        error ? null : (
          <Waiting />
        )
      ) : value.rows.length === 0 ? (
        <EmptyNote title={t('transfers.empty')} next={t('transfers.emptyNext')} />
      ) : (
        <div className="desk-table sheet">
          <table className="plain-table" aria-label={t('transfers.title')}>
            <thead>
              <tr>
                <th style={{ width: 190 }}>{t('transfers.column.code')}</th>
                <th style={{ width: 210 }}>{t('transfers.column.to')}</th>
                <th>{t('transfers.column.documents')}</th>
                <th style={{ width: 250 }}>{t('transfers.column.signed')}</th>
              </tr>
            </thead>
            <tbody>
              {value.rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <b>{row.code}</b>
                    <div className="dim">{momentText(row.at)}</div>
                    <div className="dim">{t(`transfer.way.${row.way}Done`)}</div>
                  </td>
                  <td>
                    {row.to}
                    {row.note ? <div className="dim">{row.note}</div> : null}
                  </td>
                  <td>
                    <ul>
                      {row.documents.map((document) => (
                        <li key={document.id}>
                          <button type="button" className="link" onClick={() => go({ at: 'incoming', id: document.id })}>
                            {document.name}
                          </button>
                          <span className="dim clamped">{document.subject}</span>
                        </li>
                      ))}
                    </ul>
                  </td>
                  <td>
                    <Signed row={row} onDone={() => void reload()} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

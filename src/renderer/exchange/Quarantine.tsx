/** Văn bản lỗi, chờ xử lý: packages that could not become documents, kept as they came, each with its reason. */
import { Text, Title } from '@mantine/core';
import { api } from '../core.ts';
import { momentText, sizeText } from '../format.ts';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { errorText, t } from '../text/index.ts';

const TOPICS = ['quarantine'] as const;
const loadRows = () => api['quarantine.list']({});

export default function Quarantine() {
  const { value, error } = useLoaded(loadRows, TOPICS);
  const rows = value?.rows ?? [];
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
                  <tr key={row.id}>
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
    </>
  );
}

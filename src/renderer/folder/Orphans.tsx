/** Requests of senders about documents that are not here. */
import { Text, Title } from '@mantine/core';
import { api } from '../core.ts';
import { momentText } from '../format.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';

const TOPICS = ['incoming', 'quarantine'] as const;
const load = () => api['incoming.orphans']({});

export function Orphans() {
  const { value } = useLoaded(load, TOPICS);
  const rows = value?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <section aria-label={t('orphans.title')}>
      <Title order={3}>{t('orphans.title')}</Title>
      <Text className="orphans-lead" c="dimmed">
        {t('orphans.lead')}
      </Text>
      <div className="sheet orphans">
        <table className="plain-table" aria-label={t('orphans.title')}>
          <thead>
            <tr>
              <th scope="col">{t('quarantine.sender')}</th>
              <th scope="col">{t('orphans.what')}</th>
              <th scope="col">{t('orphans.about')}</th>
              <th scope="col">{t('quarantine.at')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td>{row.organName}</td>
                <td>
                  {t(`orphans.kind.${row.kind}`)}
                  {row.reason ? `: ${row.reason}` : ''}
                </td>
                <td>
                  {row.letterId === undefined ? (
                    row.documentId
                  ) : (
                    <button
                      type="button"
                      className="link"
                      onClick={() => go({ at: 'incoming', ...(row.letterId ? { id: row.letterId } : {}) })}
                    >
                      {row.documentId || t('duplicate.open')}
                    </button>
                  )}
                </td>
                <td>{momentText(row.askedAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Nhật ký kết nối: the outages that this machine measured, each with a confirmation to be printed. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { api, useCore } from '../core.ts';
import { momentText } from '../format.ts';
import { BackButton } from '../parts/BackButton.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';
import { Viewer } from '../viewer/later.tsx';

const TOPICS = ['exchange'] as const;
const load = () => api['outages.list']({});

export default function Outages() {
  const { value, error } = useLoaded(load, TOPICS);
  const mayPrint = useCore((s) => s.app?.me?.roles.some((role) => role === 'clerk' || role === 'leader') ?? false);
  const [printed, setPrinted] = useState<{ readonly fileId: string; readonly size: number; readonly name: string }>();
  const act = useAct();
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  if (printed)
    return (
      <>
        <div className="settings-acts">
          <BackButton onClick={() => setPrinted(undefined)}>{t('outages.back')}</BackButton>
        </div>
        <div className="fill outage-page">
          <Viewer files={[{ id: printed.fileId, name: printed.name, size: printed.size, detected: 'pdf' }]} />
        </div>
      </>
    );
  if (value.rows.length === 0) return <EmptyNote title={t('outages.empty')} next={t('outages.emptyNext')} />;
  return (
    <>
      <ErrorNote error={act.error} onClose={act.clear} />
      <table className="plain-table">
        <thead>
          <tr>
            <th>{t('outages.from')}</th>
            <th>{t('outages.to')}</th>
            <th>{t('outages.cause')}</th>
            <th>{t('outages.work')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {value.rows.map((row) => (
            <tr key={row.id}>
              <td className="figure">{momentText(row.from)}</td>
              <td className="figure">{row.to === undefined ? t('outages.lasting') : momentText(row.to)}</td>
              <td>{row.kinds.map((kind) => t(`outages.kind.${kind}`)).join(', ')}</td>
              <td>{t('outages.sent', { sent: row.sent, queued: row.queued })}</td>
              <td>
                {mayPrint ? (
                  <Button
                    variant="default"
                    size="compact-sm"
                    onClick={() => void act.run(async () => setPrinted(await api['outages.print']({ id: row.id })))}
                  >
                    {t('outages.print')}
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

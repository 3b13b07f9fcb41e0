/** In which files a document lies (annex VI, fields 1.1 to 1.3), and the act that puts it into one. */
import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import { api } from '../core.ts';
import { Section } from '../parts/facts.tsx';
import { For } from '../parts/may.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { PutDialog } from './Put.tsx';

const TOPICS = ['dossiers'] as const;
interface Props {
  readonly side: 'incoming' | 'outgoing';
  readonly id: string;
  /** It stands in a book, and is not out of use. */
  readonly able: boolean;
  readonly onDone: () => void;
}
export function Places({ side, id, able, onDone }: Props) {
  const load = useCallback(() => api['dossiers.ofDocument']({ side, id }), [side, id]);
  const { value, reload } = useLoaded(load, TOPICS);
  const [putting, setPutting] = useState(false);
  const rows = value?.rows ?? [];
  if (!able && rows.length === 0) return null;
  return (
    <Section title={t('ds.places')}>
      {rows.length === 0 ? <div className="dim">{t('ds.placesNone')}</div> : null}
      {rows.map((row) => (
        <div key={row.id} className="ds-place">
          <button type="button" className="link" onClick={() => go({ at: 'dossiers', id: row.dossierId })}>
            {t('ds.place', { notation: row.notation, year: row.year, ordinal: row.ordinal })}
          </button>{' '}
          {row.title}
          <div className="dim">{t('ds.fileCode', { organ: row.organId, year: row.year, notation: row.notation })}</div>
        </div>
      ))}
      {able ? (
        <For call="dossiers.put">
          <Button mt={6} size="compact-md" variant="default" onClick={() => setPutting(true)}>
            {t('ds.put')}
          </Button>
        </For>
      ) : null}
      {putting ? (
        <PutDialog
          side={side}
          documents={[{ id, name: '' }]}
          onClose={() => setPutting(false)}
          onDone={() => {
            void reload();
            onDone();
          }}
        />
      ) : null}
    </Section>
  );
}

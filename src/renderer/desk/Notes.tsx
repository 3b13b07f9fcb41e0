/** What people write for each other beside a document; it leaves for nowhere. */
import { Button, Textarea } from '@mantine/core';
import { useCallback, useState } from 'react';
import { api } from '../core.ts';
import { momentText } from '../format.ts';
import { useUnsaved } from '../parts/dirty.tsx';
import { Section } from '../parts/facts.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { KeptAt, KeptNote } from '../parts/KeptNote.tsx';
import { type Shape, text as textOf } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import './desk.css';
import { For } from '../parts/may.tsx';

const TOPICS = ['incoming', 'outgoing'] as const;
const NOTE: Shape<{ readonly text: string }> = { text: textOf(2000) };

export function Notes({ side, id }: { readonly side: 'incoming' | 'outgoing'; readonly id: string }) {
  const load = useCallback(() => api['notes.ofDocument']({ side, id }), [side, id]);
  const { value, error, reload } = useLoaded(load, TOPICS, id);
  const kept = useKeptForm({ form: 'note', of: id }, NOTE, () => ({ text: '' }));
  const { text } = kept.value;
  const [isOpen, setOpen] = useState(false);
  const writing = isOpen || kept.restored !== undefined;
  const act = useAct();
  useUnsaved(kept.changed, kept.end);
  const leave = (): void => {
    kept.startAnew();
    setOpen(false);
  };
  const add = async (): Promise<void> => {
    if (!(await act.run(() => api['notes.add']({ side, id, text })))) return;
    leave();
    void reload();
  };
  const remove = async (noteId: string): Promise<void> => {
    if (!(await act.run(() => api['notes.remove']({ id: noteId })))) return;
    void reload();
    say(t('note.removed'), async () => {
      await api['notes.restore']({ id: noteId });
      void reload();
      return '';
    });
  };
  const rows = value?.rows ?? [];
  return (
    <Section title={t('note.section')}>
      <ErrorNote error={act.error ?? error} {...(act.error ? { onClose: act.clear } : {})} />
      {rows.length > 0 ? (
        <ul className="trail">
          {rows.map((row) => (
            <li key={row.id}>
              <span className="trail-text" style={{ whiteSpace: 'pre-wrap' }}>
                {row.text}
              </span>
              <span className="desk-line">
                <span className="dim">
                  {momentText(row.at)} · {row.by}
                </span>
                {row.mine ? (
                  <button type="button" className="link" disabled={act.busy} onClick={() => void remove(row.id)}>
                    {t('note.remove')}
                  </button>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {!writing ? (
        <For call="notes.add">
          <Button variant="default" size="compact-md" mt={6} onClick={() => setOpen(true)}>
            {t('note.add')}
          </Button>
        </For>
      ) : (
        <>
          <KeptNote kept={{ ...kept, startAnew: leave }} />
          <Textarea
            label={t('note.text')}
            description={t('note.hint')}
            maxLength={2000}
            autosize
            minRows={2}
            value={text}
            onChange={(e) => kept.set({ text: e.currentTarget.value })}
            autoFocus={isOpen}
          />
          <div className="desk-line" style={{ marginTop: 6 }}>
            <Button size="compact-md" loading={act.busy} disabled={text.trim() === ''} onClick={() => void add()}>
              {t('note.save')}
            </Button>
            <Button variant="default" size="compact-md" onClick={leave}>
              {t('common.cancel')}
            </Button>
            <KeptAt kept={kept} />
          </div>
        </>
      )}
    </Section>
  );
}

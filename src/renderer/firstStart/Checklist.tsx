/** Cài đặt ban đầu: every step of a first start, done or not, and where the books begin. */
import { Button, NumberInput, Text } from '@mantine/core';
import { useState } from 'react';
import { api } from '../core.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go, say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { loadChecklist, TOPICS, WHERE } from './items.ts';
import './firstStart.css';

export default function Checklist() {
  const { value, error, reload } = useLoaded(loadChecklist, TOPICS);
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const missing = value.items.filter((item) => !item.done).length;
  return (
    <>
      <Text role="status" fw={600}>
        {missing === 0 ? t('checklist.whole') : t('checklist.missing', { count: missing })}
      </Text>
      <ul className="checklist">
        {value.items.map(({ key, done, waits }) => (
          <li key={key} className={done ? 'checklist-done' : ''}>
            <span className="checklist-mark">{done ? <Icon name="check" size={18} /> : null}</span>
            <span>
              <b>{t(`checklist.${key}`)}</b>
              <Text c="dimmed" size="sm">
                {waits === undefined || done ? t(`checklist.${key}.lead`) : t('checklist.waits', { what: t(`checklist.${waits}`) })}
              </Text>
            </span>
            {key === 'books' ? (
              <span>{done ? t('checklist.done') : t('checklist.below')}</span>
            ) : (
              <Button variant="default" size="compact-md" onClick={() => go(WHERE[key])}>
                {done ? t('checklist.look') : t('checklist.do')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {value.books.map((book) => (
        <FirstNumber key={book.id} book={book} onDone={reload} />
      ))}
    </>
  );
}

function FirstNumber({
  book,
  onDone,
}: {
  readonly book: { readonly id: string; readonly name: string; readonly organ: string; readonly first: number };
  readonly onDone: () => Promise<void>;
}) {
  const [first, setFirst] = useState<number | string>(book.first);
  const act = useAct();
  const save = (): void =>
    void act.run(async () => {
      await api['checklist.firstNumber']({ bookId: book.id, firstNumber: Number(first) });
      say(t('checklist.firstDone', { book: book.name, number: Number(first) }));
      await onDone();
    });
  return (
    <section aria-label={book.name}>
      <h3>{t('checklist.book', { book: book.name, organ: book.organ })}</h3>
      <div className="settings-acts">
        <NumberInput
          label={t('checklist.first')}
          description={t('checklist.firstLead')}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          value={first}
          onChange={setFirst}
          w={360}
        />
        <Button variant="default" loading={act.busy} disabled={Number(first) < 1} onClick={save}>
          {t('checklist.firstSave')}
        </Button>
      </div>
      <ErrorNote error={act.error} onClose={act.clear} />
    </section>
  );
}

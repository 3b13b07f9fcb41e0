/** The organs that share this workstation, each with its connection and books. */
import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import type { OrganDetail } from '../../contract/page/organs.ts';
import { api } from '../core.ts';
import { dateText } from '../format.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { BookForm, OrganForm } from './OrganForm.tsx';
import './people.css';

const TOPICS = [] as const;
const load = () => api['office.organs']({});
type Open = { readonly what: 'add' } | { readonly what: 'change' | 'book'; readonly organ: OrganDetail };

export default function Organs() {
  const { value, error, reload } = useLoaded(load, TOPICS);
  const [open, setOpen] = useState<Open>();
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const done = (note: string): void => {
    setOpen(undefined);
    say(note);
    void reload();
  };
  const close = (): void => setOpen(undefined);
  return (
    <>
      <div className="settings-acts">
        <Button onClick={() => setOpen({ what: 'add' })}>{t('organs.add')}</Button>
      </div>
      {value.organs.map((organ) => (
        <Card key={organ.organId} organ={organ} onOpen={setOpen} />
      ))}
      {open?.what === 'add' ? <OrganForm onClose={close} onDone={done} /> : null}
      {open?.what === 'change' ? <OrganForm organ={open.organ} onClose={close} onDone={done} /> : null}
      {open?.what === 'book' ? <BookForm organ={open.organ} onClose={close} onDone={done} /> : null}
    </>
  );
}

function Card({ organ, onOpen }: { readonly organ: OrganDetail; readonly onOpen: (open: Open) => void }) {
  return (
    <section className="organ-card" aria-label={organ.name}>
      <div className="organ-card-head">
        <strong>{organ.name}</strong>
        <Button variant="subtle" size="compact-md" onClick={() => onOpen({ what: 'book', organ })}>
          {t('organs.addBook')}
        </Button>
        <Button variant="default" size="compact-md" onClick={() => onOpen({ what: 'change', organ })}>
          {t('people.change')}
        </Button>
      </div>
      <Text>
        {organ.organId} · {organ.abbreviation} · {t(`organs.kind.${organ.kind}`)}
        {organ.closedOn === undefined ? '' : ` · ${t('organs.closed', { date: dateText(organ.closedOn) })}`}
      </Text>
      <Text c="dimmed">{organ.endpoint === '' ? t('organs.noConnection') : `${t('organs.connected')}: ${organ.endpoint}`}</Text>
      <ul>
        {organ.books.map((book) => (
          <li key={book.id}>
            {book.name}
            {book.rule.kinds.length === 0 ? '' : ` (${t('organs.onlyKinds', { kinds: book.rule.kinds.join(', ') })})`}
            {': '}
            {book.next === 0 ? t('organs.nextNone') : t('organs.next', { number: book.next })}
          </li>
        ))}
      </ul>
    </section>
  );
}

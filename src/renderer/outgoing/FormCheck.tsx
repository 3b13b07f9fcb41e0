/** Hints on the form of a draft's PDF, each a way to its place on the page; never a block. */
import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { FormHint } from '../../contract/page/deskWork.ts';
import type { PageCalls } from '../../contract/page/index.ts';
import type { InputOf } from '../../contract/wire.ts';
import { api } from '../core.ts';
import { Section } from '../parts/facts.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { errorText, t } from '../text/index.ts';
import { showPlace } from '../viewer/place.ts';
import '../desk/desk.css';

const TOPICS = ['outgoing'] as const;

/** Of a saved draft, read by itself. */
export function FormCheck({ id }: { readonly id: string }) {
  const load = useCallback(() => api['outgoing.formCheck']({ id }), [id]);
  const { value, error } = useLoaded(load, TOPICS, id);
  return (
    <Section title={t('form.title')}>
      <ErrorNote error={error} />
      {value ? <Hints read={value.read} hints={value.hints} /> : error ? null : <p className="dim">{t('form.checking')}</p>}
    </Section>
  );
}

/** Of a form that is being typed, when asked. */
export function CheckButton({ input }: { readonly input: () => InputOf<PageCalls['outgoing.formCheck']> }) {
  const [found, setFound] = useState<{ read: boolean; hints: readonly FormHint[] }>();
  const act = useAct();
  return (
    <div>
      <Button
        variant="default"
        mt="xs"
        loading={act.busy}
        onClick={() => void act.run(async () => setFound(await api['outgoing.formCheck'](input())))}
      >
        {t('form.check')}
      </Button>
      <ErrorNote error={act.error} onClose={act.clear} />
      {found ? (
        <section aria-label={t('form.title')} aria-live="polite">
          <Hints read={found.read} hints={found.hints} />
        </section>
      ) : null}
    </div>
  );
}

function Hints({ read, hints }: { readonly read: boolean; readonly hints: readonly FormHint[] }) {
  if (!read) return <p className="dim">{t('form.unread')}</p>;
  if (hints.length === 0) return <p className="dim">{t('form.fine')}</p>;
  return (
    <>
      <p className="dim">{t('form.count', { count: hints.length })}</p>
      <ul className="hints">
        {hints.map((hint) => (
          <li key={`${hint.code} ${JSON.stringify(hint.params ?? {})}`}>
            {errorText(hint)}{' '}
            {hint.place ? (
              <button type="button" className="link" onClick={() => hint.place && showPlace(hint.place)}>
                {t('form.show')} ({t('form.page', { page: hint.place.page })})
              </button>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
}

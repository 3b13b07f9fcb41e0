/** On Hôm nay: what of the set-up is still missing, in one line, each a click to where it is done. Gone when nothing is. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useCore } from '../core.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { loadChecklist, TOPICS, WHERE } from './items.ts';
import './firstStart.css';

export function MissingSetup() {
  const administrator = useCore((s) => s.app?.me?.roles.includes('administrator') === true);
  return administrator ? <Missing /> : null;
}
let put = false;
function Missing() {
  const { value } = useLoaded(loadChecklist, TOPICS);
  const [away, setAway] = useState(put);
  const missing = value?.items.filter((item) => !item.done) ?? [];
  if (missing.length === 0 || away) return null;
  return (
    <section className="missing-setup" aria-label={t('checklist.missing', { count: missing.length })}>
      <b>{t('checklist.missing', { count: missing.length })}</b>
      <ul>
        {missing.map(({ key }) => (
          <li key={key}>
            <button type="button" className="link" onClick={() => go(WHERE[key])}>
              {t(`checklist.${key}`)}
            </button>
          </li>
        ))}
      </ul>
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() => {
          put = true;
          setAway(true);
        }}
      >
        {t('checklist.later')}
      </Button>
    </section>
  );
}

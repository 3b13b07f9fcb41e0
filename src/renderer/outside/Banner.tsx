/** On every screen while copies are open outside or changed ones wait: how many, and the way to them. */
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { api, useCore } from '../core.ts';
import { numberText } from '../format.ts';
import { Notice } from '../parts/Notice.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { go, useView } from '../shell/view.ts';
import { t } from '../text/index.ts';

const TOPICS = ['incoming', 'outgoing'] as const;
const load = () => api['leaving.list']({});
const LOOK_MS = 15_000;

export function OutsideBanner() {
  const desk = useCore((s) => s.app?.me?.roles.some((role) => role === 'clerk' || role === 'officer') ?? false);
  return desk ? <Shown /> : null;
}
function Shown() {
  const { value, reload } = useLoaded(load, TOPICS);
  const there = useView((s) => s.view.at === 'outside');
  const at = useView((s) => s.view.at);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at anew on each screen
  useEffect(() => {
    void reload();
    const timer = setInterval(() => void reload(), LOOK_MS);
    return () => clearInterval(timer);
  }, [reload, at]);
  if (there || value === undefined || value.copies.length + value.returned.length === 0) return null;
  return (
    <Notice
      tone="info"
      role="status"
      acts={
        <Button variant="default" size="compact-md" onClick={() => go({ at: 'outside' })}>
          {t('outside.view')}
        </Button>
      }
    >
      {t('outside.banner', { copies: numberText(value.copies.length), returned: numberText(value.returned.length) })}
    </Notice>
  );
}

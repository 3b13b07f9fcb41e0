/** On every screen while the store waits for its reconciliation: why, and the way to end it. */
import { Button } from '@mantine/core';
import { api, useCore } from '../core.ts';
import { Notice } from '../parts/Notice.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { go, useView } from '../shell/view.ts';
import { t } from '../text/index.ts';
import './maintenance.css';

/** The end of a reconciliation is told as a change of the exchange. */
const TOPICS = ['exchange'] as const;
const load = () => api['reconcile.state']({});

export function ReconcileBanner() {
  const view = useLoaded(load, TOPICS).value?.view;
  const administrator = useCore((s) => s.app?.me?.roles.includes('administrator') ?? false);
  const there = useView((s) => s.view.at === 'reconcile');
  if (view === undefined) return null;
  return (
    <Notice
      tone="warn"
      role="alert"
      acts={
        administrator && !there ? (
          <Button color="orange" size="compact-md" onClick={() => go({ at: 'reconcile' })}>
            {t('reconcile.open')}
          </Button>
        ) : undefined
      }
    >
      {t(`reconcile.banner.${view.reason}`)} {administrator ? null : t('reconcile.askAdministrator')}
    </Notice>
  );
}

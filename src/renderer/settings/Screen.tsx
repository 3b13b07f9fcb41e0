/** The list of sections at the left, the chosen one beside it. */
import { Text, Title } from '@mantine/core';
import { Suspense } from 'react';
import { useCore } from '../core.ts';
import { ErrorBoundary } from '../parts/ErrorBoundary.tsx';
import { Waiting } from '../parts/feedback.tsx';
import { go, type View } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { SECTIONS } from './sections.ts';
import './settings.css';

export function SettingsScreen({ view }: { readonly view: Extract<View, { at: 'settings' }> }) {
  const roles = useCore((s) => s.app?.me?.roles);
  const training = useCore((s) => s.app?.office?.mode === 'training');
  const mine = SECTIONS.filter(
    (section) =>
      (training || section.training === undefined) && (section.roles === undefined || section.roles.some((role) => roles?.includes(role))),
  );
  const chosen = mine.find((section) => section.key === view.section) ?? mine[0];
  return (
    <>
      <div className="screen-head">
        <Title order={1}>{t('menu.settings')}</Title>
      </div>
      {chosen === undefined ? (
        <Text>{t('settings.none')}</Text>
      ) : (
        <div className="settings">
          <nav className="settings-list" aria-label={t('settings.sections')}>
            {mine.map((section) => (
              <button
                type="button"
                key={section.key}
                aria-current={section === chosen ? 'page' : undefined}
                onClick={() => go({ at: 'settings', section: section.key })}
              >
                {t(section.title)}
              </button>
            ))}
          </nav>
          <section className="settings-section sheet" aria-label={t(chosen.title)} key={chosen.key}>
            <Title order={2}>{t(chosen.title)}</Title>
            <Text c="dimmed">{t(chosen.lead)}</Text>
            <ErrorBoundary>
              <Suspense fallback={<Waiting />}>
                <chosen.Section />
              </Suspense>
            </ErrorBoundary>
          </section>
        </div>
      )}
    </>
  );
}

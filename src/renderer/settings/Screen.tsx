/** The list of sections at the left, the chosen one beside it. */
import { Text, TextInput, Title } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useCore } from '../core.ts';
import { composes } from '../keys/chord.ts';
import { ErrorBoundary } from '../parts/ErrorBoundary.tsx';
import { go, type View } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { grouped } from './groups.ts';
import { SECTIONS, type Section } from './sections.ts';
import './settings.css';

export function SettingsScreen({ view }: { readonly view: Extract<View, { at: 'settings' }> }) {
  const roles = useCore((s) => s.app?.me?.roles);
  const training = useCore((s) => s.app?.office?.mode === 'training');
  const mine = SECTIONS.filter(
    (section) =>
      (training || section.training === undefined) && (section.roles === undefined || section.roles.some((role) => roles?.includes(role))),
  );
  const chosen = mine.find((section) => section.key === view.section) ?? mine[0];
  const part = useRef<HTMLElement>(null);
  // Where the text is large the section stands under the list: what was asked for comes into sight.
  useEffect(() => {
    if (view.section === undefined) return;
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => showUnderList(part.current)));
    return () => cancelAnimationFrame(frame);
  }, [view.section]);
  return (
    <>
      <div className="screen-head">
        <Title order={1}>{t('menu.settings')}</Title>
      </div>
      {chosen === undefined ? (
        <Text>{t('settings.none')}</Text>
      ) : (
        <div className="settings">
          <Sections sections={mine} chosen={chosen} />
          <section className="settings-section sheet" aria-label={t(chosen.title)} key={chosen.key} ref={part}>
            <Title order={2}>{t(chosen.title)}</Title>
            <Text c="dimmed">{t(chosen.lead)}</Text>
            <ErrorBoundary>
              <chosen.Section />
            </ErrorBoundary>
          </section>
        </div>
      )}
    </>
  );
}

function showUnderList(part: HTMLElement | null): void {
  const list = part?.previousElementSibling;
  if (part && list && list.getBoundingClientRect().bottom <= part.getBoundingClientRect().top) part.scrollIntoView({ block: 'start' });
}

/** Only the list moves, and only where the section is out of its sight. */
function showInList(list: HTMLElement | null, key: string): void {
  const row = list?.querySelector(`[data-section="${key}"]`)?.getBoundingClientRect();
  const frame = list?.getBoundingClientRect();
  if (list && row && frame && (row.top < frame.top || row.bottom > frame.bottom)) list.scrollTop += row.top - frame.top - frame.height / 2;
}

/** Under their heads; a box finds them by a few letters. Arrows go from one to the next, Enter in the box opens the first. */
function Sections({ sections, chosen }: { readonly sections: readonly Section[]; readonly chosen: Section }) {
  const [typed, setTyped] = useState('');
  const list = useRef<HTMLElement>(null);
  const names = useRef<HTMLDivElement>(null);
  const groups = grouped(sections, typed);
  // A section that was led to from elsewhere is seen to be the one that is open.
  useEffect(() => showInList(names.current, chosen.key), [chosen.key]);
  const open = (section: Section): void => go({ at: 'settings', section: section.key });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (composes(event.nativeEvent)) return;
    const all = [...(list.current?.querySelectorAll<HTMLElement>('input, button[data-section]') ?? [])];
    const now = all.indexOf(document.activeElement as HTMLElement);
    const first = groups[0]?.sections[0];
    const to = { ArrowDown: now + 1, ArrowUp: now - 1 }[event.key];
    if (to !== undefined) all[Math.max(0, Math.min(all.length - 1, to))]?.focus();
    else if (event.key === 'Enter' && now === 0 && first) open(first);
    else if (event.key === 'Escape' && typed !== '') setTyped('');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <nav className="settings-list" aria-label={t('settings.sections')} ref={list} onKeyDown={onKeyDown}>
      <TextInput
        type="search"
        aria-label={t('settings.filter')}
        placeholder={t('settings.filter')}
        value={typed}
        onChange={(e) => setTyped(e.currentTarget.value)}
      />
      <div className="settings-names" ref={names}>
        {groups.length === 0 ? <Text c="dimmed">{t('settings.nothingFound', { text: typed })}</Text> : null}
        {groups.map((group) => (
          <fieldset key={group.title} className="settings-group">
            <legend>{t(group.title)}</legend>
            {group.sections.map((section) => (
              <button
                type="button"
                key={section.key}
                data-section={section.key}
                aria-current={section === chosen ? 'page' : undefined}
                onClick={() => open(section)}
              >
                {t(section.title)}
              </button>
            ))}
          </fieldset>
        ))}
      </div>
    </nav>
  );
}

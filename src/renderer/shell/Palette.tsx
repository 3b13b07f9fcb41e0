/** Bảng lệnh: every screen and act that fits whoever is signed in, by typing some of its name. Loaded when first asked for. */
import { Modal, TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { THEMES } from '../../domain/look.ts';
import type { Role } from '../../domain/roles.ts';
import { api, errorOf, refreshAll, setApp, useCore } from '../core.ts';
import { blocksOf, titleOf } from '../help/markdown.ts';
import { openHelp } from '../help/open.ts';
import { INDEX, pageNames, pageText } from '../help/pages.ts';
import { composes, shown } from '../keys/chord.ts';
import { keysOf, type ShortcutName } from '../keys/shortcuts.ts';
import { Icon } from '../parts/icons.tsx';
import { SECTIONS } from '../settings/sections.ts';
import { t } from '../text/index.ts';
import { changeLook, larger, smaller, usualSize } from '../theme/person.ts';
import { buttonsInSight, type Command, findCommands, GROUPS, groupWords, MORE_SCREENS } from './commands.ts';
import { MENU } from './screens.tsx';
import { go, say } from './view.ts';
import './palette.css';

const quiet = (work: Promise<unknown>): void => void work.catch((thrown: unknown) => errorOf(thrown));

function standing(roles: readonly Role[], training: boolean, onSheet: () => void): Command[] {
  const fits = (needed: readonly Role[] | undefined): boolean => needed === undefined || needed.some((role) => roles.includes(role));
  const act = (id: string, words: string, run: () => void, key?: ShortcutName): Command => ({
    id,
    group: 'act',
    words,
    run,
    ...(key ? { key: keysOf(key)[0] } : {}),
  });
  return [
    ...MENU.filter((entry) => fits(entry.roles)).map(
      ({ at }, i): Command => ({
        id: at,
        group: 'screen',
        words: t(`menu.${at}`),
        run: () => go({ at }),
        ...(at === 'search' ? { key: keysOf('search')[0] } : i < 9 ? { key: shown(`Ctrl+${i + 1}`) } : {}),
      }),
    ),
    ...MORE_SCREENS.filter((more) => fits(more.roles)).map(
      ({ view, text, key }): Command => ({
        id: text,
        group: 'screen',
        words: t(text),
        run: () => go(view),
        ...(key ? { key: keysOf(key)[0] } : {}),
      }),
    ),
    act('lock', t('frame.lock'), () => quiet(api['session.lock']({}).then(setApp)), 'lock'),
    ...(fits(['clerk', 'administrator'])
      ? [act('receive', t('palette.receive'), () => quiet(api['exchange.sendNow']({}).then(() => say(t('palette.received')))))]
      : []),
    act('reload', t('keys.reload'), refreshAll, 'reload'),
    act('larger', t('keys.larger'), () => quiet(larger()), 'larger'),
    act('smaller', t('keys.smaller'), () => quiet(smaller()), 'smaller'),
    act('usual', t('keys.usual'), () => quiet(usualSize()), 'usual'),
    ...THEMES.map((theme) =>
      act(`theme ${theme}`, t('palette.theme', { name: t(`look.theme.${theme}`) }), () => quiet(changeLook({ theme }))),
    ),
    act('sheet', t('keys.title'), onSheet, 'sheet'),
    act('help', t('help.openKey'), () => openHelp(), 'help'),
    ...SECTIONS.filter((section) => fits(section.roles) && (training || section.training === undefined)).map(
      ({ key, title }): Command => ({
        id: `settings ${key}`,
        group: 'settings',
        words: t('palette.settings', { name: t(title) }),
        run: () => go({ at: 'settings', section: key }),
      }),
    ),
  ];
}
/** Their titles are in the pages, which are read once the palette is open. */
function useGuide(): readonly Command[] {
  const [commands, setCommands] = useState<readonly Command[]>([]);
  useEffect(() => {
    let here = true;
    const read = async (name: string): Promise<Command> => {
      const title = titleOf(blocksOf((await pageText(name)) ?? ''));
      return { id: `help ${name}`, group: 'help', words: t('palette.help', { name: title }), run: () => openHelp(name) };
    };
    void Promise.all(
      pageNames()
        .filter((name) => name !== INDEX)
        .map(read),
    ).then(
      (all) => here && setCommands(all),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, []);
  return commands;
}

export default function Palette({ onClose, onSheet }: { readonly onClose: () => void; readonly onSheet: () => void }) {
  const roles = useCore((s) => s.app?.me?.roles) ?? NONE;
  const training = useCore((s) => s.app?.office?.mode === 'training');
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const [here] = useState(buttonsInSight);
  const guide = useGuide();
  const all = useMemo(() => [...standing(roles, training, onSheet), ...here, ...guide], [roles, training, onSheet, here, guide]);
  const found = useMemo(() => {
    const hits = findCommands(all, typed);
    // Untyped: grouped, the screen in sight first. Typed: the best first.
    return typed.trim() === '' ? GROUPS.flatMap((group) => hits.filter((one) => one.group === group)) : hits;
  }, [all, typed]);
  const chosen = Math.min(at, found.length - 1);
  useEffect(() => {
    list.current?.querySelector(`[data-at="${chosen}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const run = (command: Command | undefined): void => {
    if (!command) return;
    onClose();
    // The dialogue gives the focus back first.
    setTimeout(command.run, 0);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (composes(event.nativeEvent)) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) setAt(Math.max(0, Math.min(found.length - 1, chosen + step)));
    else if (event.key === 'Enter') run(found[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('palette.title')}
      size="lg"
      yOffset="8vh"
      centered={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <TextInput
        aria-label={t('palette.title')}
        placeholder={t('palette.box')}
        leftSection={<Icon name="search" size={18} />}
        value={typed}
        maxLength={100}
        onChange={(e) => {
          setTyped(e.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={found.length > 0 ? `palette-${chosen}` : undefined}
        data-autofocus
      />
      {found.length === 0 ? (
        <p role="status">{t('palette.none')}</p>
      ) : (
        <div className="palette-list" id="palette-list" role="listbox" aria-label={t('palette.results')} ref={list} tabIndex={-1}>
          {found.map((command, i) => (
            <div key={command.id} role="presentation">
              {typed.trim() === '' && command.group !== found[i - 1]?.group ? (
                <div className="palette-group">{groupWords(command.group)}</div>
              ) : null}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the keys */}
              <div
                id={`palette-${i}`}
                data-at={i}
                role="option"
                tabIndex={-1}
                aria-selected={i === chosen}
                className="palette-one"
                onClick={() => run(command)}
                onPointerMove={() => setAt(i)}
              >
                <span>{command.words}</span>
                {command.key ? <kbd>{command.key}</kbd> : null}
              </div>
            </div>
          ))}
        </div>
      )}
    </Modal>
  );
}
const NONE: readonly Role[] = [];

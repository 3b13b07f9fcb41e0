/** Giấy đến / Quét: left what came from the scanner, in the middle its pages, right the form it is registered with. */
import { Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { api } from '../core.ts';
import { PaperIntake } from '../incoming/PaperIntake.tsx';
import { BackButton } from '../parts/BackButton.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Pages } from './Pages.tsx';
import './scanning.css';
import { Tray } from './Tray.tsx';

const TOPICS = ['scanning'] as const;
const load = () => api['scanning.tray']({});
/** What happens in the folder of itself tells nobody how far it is. */
const LOOK_MS = 4_000;

export function PaperDesk() {
  const { value: tray, error, reload } = useLoaded(load, TOPICS);
  const [picked, setPicked] = useState<string>();
  const [attached, setAttached] = useState<readonly string[]>([]);
  const [without, setWithout] = useState(false);
  /** Of a form that goes on where it was left: another paper does not take the place of its own. */
  const [ownPaper, setOwnPaper] = useState<string>();
  const desk = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const timer = setInterval(() => void reload(), LOOK_MS);
    return () => clearInterval(timer);
  }, [reload]);
  const group = tray?.groups.find((g) => g.id === picked) ?? (picked !== undefined && picked === ownPaper ? undefined : tray?.groups[0]);
  const with_ = attached.filter((id) => id !== group?.id && tray?.groups.some((g) => g.id === id));
  const scan =
    group && !without
      ? {
          ids: [group.id, ...with_],
          label: [group, ...with_.map((id) => tray?.groups.find((g) => g.id === id))]
            .flatMap((g) => (g ? [t('scan.inForm', { name: g.name, pages: g.pages })] : []))
            .join('; '),
          onRemove: () => setWithout(true),
        }
      : undefined;
  /** F6 goes from one part of the desk to the next, as in other programs of the system. */
  const nextPart = (event: React.KeyboardEvent): void => {
    if (event.key !== 'F6') return;
    event.preventDefault();
    const parts = [...(desk.current?.children ?? [])] as HTMLElement[];
    const now = parts.findIndex((part) => part.contains(document.activeElement));
    const to = parts[(now + (event.shiftKey ? parts.length - 1 : 1)) % parts.length];
    to?.querySelector<HTMLElement>('[aria-current="true"], input:not([type="file"]), button:not([disabled])')?.focus();
  };
  return (
    <>
      <div className="screen-head">
        <BackButton onClick={() => go({ at: 'incoming' })} />
        <Title order={1}>{t('paper.title')}</Title>
        <span className="scan-keys">{t('scan.keys')}</span>
      </div>
      <ErrorNote error={error} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: one key moves between its parts */}
      <div className="paper-desk" ref={desk} onKeyDown={nextPart}>
        {tray ? (
          <Tray
            tray={tray}
            chosen={group?.id}
            attached={with_}
            onChoose={(id) => {
              setPicked(id);
              setWithout(false);
            }}
            onAttached={setAttached}
          />
        ) : (
          <section className="scan-tray sheet" aria-label={t('scan.tray')} />
        )}
        <section className="scan-middle" aria-label={t('scan.pages')}>
          {tray ? <Pages tray={tray} group={group} /> : null}
        </section>
        <section className="scan-form" aria-label={t('scan.form')}>
          {tray || error ? (
            <PaperIntake
              beside
              {...(scan ? { scan } : {})}
              onSaved={() => {
                setAttached([]);
                setWithout(false);
                setPicked(undefined);
                void reload();
                return (tray?.groups.length ?? 0) > (scan?.ids.length ?? 0);
              }}
              onRestored={([first, ...others]) => {
                setPicked(first);
                setOwnPaper(first);
                setAttached(others);
                setWithout(first === undefined);
              }}
            />
          ) : null}
        </section>
      </div>
    </>
  );
}

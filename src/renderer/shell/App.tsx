/**
 * Which of the three worlds is in sight: the line to the core, the way in, or the work. A lock hides the work and keeps
 * it as it stands, every form and dialogue with what was typed, for the same person only; whoever else comes in begins anew.
 */
import { useEffect, useRef, useState } from 'react';
import type { AppState } from '../../contract/page/session.ts';
import { refreshAll, setApp, useCore } from '../core.ts';
import { hasUnsaved } from '../parts/dirty.tsx';
import { ErrorBoundary } from '../parts/ErrorBoundary.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Start } from '../start/Start.tsx';
import { t } from '../text/index.ts';
import { Frame } from './Frame.tsx';
import { setLocked } from './lock.ts';
import { warmUp } from './screens.tsx';
import { say } from './view.ts';

/** Another organ is another desk. */
const deskOf = (app: AppState): string => `${app.office?.mode} ${app.me?.id} ${app.office?.organId}`;

export function App() {
  const { link, app, problem } = useCore();
  // Only once the way in is drawn: it is not to wait for what comes after it.
  const drawn = app !== undefined;
  useEffect(() => {
    if (drawn) requestIdleCallback(() => void warmUp());
  }, [drawn]);
  const held = useRef<string>(undefined);
  const ready = app?.phase === 'ready';
  const desk = app && ready ? deskOf(app) : held.current;
  useEffect(() => {
    document.title = app?.office ? `${t('app.name')} – ${app.office.name}` : t('app.name');
  }, [app?.office]);
  useEffect(() => {
    setLocked(!ready);
    if (!ready || desk === undefined) return;
    // Back at the same desk: what happened meanwhile was told to nobody here.
    if (held.current === desk) {
      refreshAll();
      if (hasUnsaved()) say(t('kept.whole'));
    }
    held.current = desk;
  }, [ready, desk]);
  if (app === undefined) return problem ? <ErrorNote error={problem} /> : <Waiting text={t('app.connecting')} />;
  return (
    <ErrorBoundary>
      {link === 'lost' ? <Reconnecting /> : null}
      {desk === undefined ? null : (
        <div key={desk} className="desk" hidden={!ready} inert={!ready}>
          <Frame />
        </div>
      )}
      {ready ? null : <Start app={app} onApp={setApp} />}
    </ErrorBoundary>
  );
}

const PATIENCE_MS = 600;
/** A lock closes the port and a new one comes within a moment: only a longer gap is spoken of. */
function Reconnecting() {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return long ? (
    <div className="reconnecting" role="alert">
      {t('app.reconnecting')}
    </div>
  ) : null;
}

/** Which of the three worlds is in sight: the line to the core, the way in, or the work. */
import { useEffect, useState } from 'react';
import { setApp, useCore } from '../core.ts';
import { ErrorBoundary } from '../parts/ErrorBoundary.tsx';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Start } from '../start/Start.tsx';
import { t } from '../text/index.ts';
import { Frame } from './Frame.tsx';

export function App() {
  const { link, app, problem } = useCore();
  useEffect(() => {
    document.title = app?.office ? `${t('app.name')} – ${app.office.name}` : t('app.name');
  }, [app?.office]);
  if (app === undefined) return problem ? <ErrorNote error={problem} /> : <Waiting text={t('app.connecting')} />;
  return (
    <ErrorBoundary>
      {link === 'lost' ? <Reconnecting /> : null}
      {app.phase === 'ready' ? <Frame /> : <Start app={app} onApp={setApp} />}
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

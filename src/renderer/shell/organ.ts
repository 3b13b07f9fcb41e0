/** At whose desk one works, where several organs are served: another organ is another desk, with books of its own. */
import { useEffect } from 'react';
import { api, setApp, useCore } from '../core.ts';
import { t } from '../text/index.ts';
import { goSaved, say, useView, type View } from './view.ts';

/** The same screen at another desk: nothing of one document of the desk that is left. */
export function atAnotherDesk(view: View): View {
  switch (view.at) {
    case 'incoming':
    case 'outgoing':
    case 'dossiers':
      return { at: view.at };
    case 'draft':
      return view.id === undefined && view.replyToId === undefined && view.upload === undefined ? view : { at: 'outgoing' };
    case 'paper':
      return view.envelope === undefined ? view : { at: 'papers', tab: 'envelopes' };
    case 'papers':
      return view.tab === undefined ? { at: 'papers' } : { at: 'papers', tab: view.tab };
    default:
      return view;
  }
}

/** Works for another organ from now on, as a person chose it. */
export async function chooseOrgan(organId: string): Promise<void> {
  const app = await api['session.chooseOrgan']({ organId });
  goSaved(atAnotherDesk(useView.getState().view));
  setApp(app);
}

/**
 * A document is worked on at the desk of its own organ: its numbers, its books and its replies are that organ's. Whoever
 * opens it from another one's desk, from an urgent banner or the search, is taken there.
 * @returns whether that is under way
 */
export function useDeskOf(organId: string | undefined): boolean {
  const app = useCore((s) => s.app);
  const there = app?.phase === 'ready' ? app.organs?.find((one) => one.organId === organId) : undefined;
  const away = there !== undefined && there.organId !== app?.office?.organId;
  const name = there?.name ?? '';
  useEffect(() => {
    if (!away || organId === undefined) return;
    api['session.chooseOrgan']({ organId }).then(
      (next) => {
        say(t('frame.organOf', { name }));
        setApp(next);
      },
      // The session ended meanwhile.
      () => undefined,
    );
  }, [away, organId, name]);
  return away;
}

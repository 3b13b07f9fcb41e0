/** The last act of an arrival, taken back from the note that told of it. */
import { api } from '../core.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';

/** Says what was done, with “Hoàn tác” beside it for as long as the report of it waits here. */
export async function sayUndoable(note: string, id: string, after: () => void): Promise<void> {
  const state = await api['undo.state']({ id }).catch(() => undefined);
  const historyId = state?.historyId;
  if (historyId === undefined) return say(note);
  say(note, async () => {
    const { act, handed } = await api['undo.incoming']({ id, historyId });
    after();
    return handed ? `${t(`undo.done.${act}`)} ${t('undo.handed')}` : t(`undo.done.${act}`);
  });
}

/** What the office chose for its paper. */
import type { PaperSettings } from '../../contract/page/paper.ts';
import { Failure } from '../../domain/errors.ts';
import { DEFAULT_LABELS, labelFault } from '../../domain/paperDesk.ts';
import { record } from '../audit/index.ts';
import type { Actor } from '../context.ts';
import { advanceRules, setAdvanceRules } from '../documents/index.ts';
import type { Store } from '../store/types.ts';

const KEY = 'paper.settings';
type Kept = Omit<PaperSettings, 'advance'>;
const DEFAULTS: Kept = { labels: DEFAULT_LABELS, slips: 'post', envelope: 'dl', slipDays: 15 };

export function paperSettings(store: Store): PaperSettings {
  const text = store.setting(KEY);
  const kept = text === undefined ? {} : (JSON.parse(text) as Partial<Kept>);
  return { ...DEFAULTS, ...kept, advance: advanceRules(store) };
}
/** @throws Failure `paper.labels_size`, `paper.labels_sheet` */
export function savePaperSettings(store: Store, actor: Actor, { advance, ...settings }: PaperSettings): void {
  const fault = labelFault(settings.labels);
  if (fault !== undefined) throw new Failure(`paper.labels_${fault}`);
  setAdvanceRules(store, actor, advance);
  store.tx(() => {
    store.setSetting(KEY, JSON.stringify(settings));
    record(store, actor, 'paper.settings', 'setting');
  }, 'paper:settings');
}

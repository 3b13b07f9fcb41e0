/** On every screen of a machine that handed the desk over, or is doing so: it stands still, and why. */
import { api } from '../core.ts';
import { momentText } from '../format.ts';
import { Notice } from '../parts/Notice.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { useView } from '../shell/view.ts';
import { t } from '../text/index.ts';

const TOPICS = ['exchange'] as const;
const load = () => api['handover.state']({});

export function HandoverBanner() {
  const value = useLoaded(load, TOPICS).value;
  const there = useView((s) => s.view.at === 'handover');
  if (there || value === undefined || value.right === 'held') return null;
  return (
    <Notice tone="warn" role="alert">
      {t(value.right === 'giving' ? 'handover.giving' : 'handover.given', {
        to: value.to ?? '',
        at: value.since ? momentText(value.since) : '',
      })}
    </Notice>
  );
}

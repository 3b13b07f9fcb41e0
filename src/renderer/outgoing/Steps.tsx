/** The way of an outgoing document as a bar: what is done, where it stands, what comes. */
import type { OutgoingState } from '../../domain/documents.ts';
import { Icon } from '../parts/icons.tsx';
import { t } from '../text/index.ts';

const STEPS = ['draft', 'leader_sign', 'number', 'agency_sign', 'issue'] as const;
/** The step that comes next in each state: what lies before it is done. */
const NEXT: Readonly<Record<Exclude<OutgoingState, 'cancelled'>, number>> = {
  draft: 1,
  leader_signed: 2,
  numbered: 3,
  agency_signed: 4,
  issued: 5,
};
export function Steps({ state }: { readonly state: OutgoingState }) {
  if (state === 'cancelled') return null;
  const current = NEXT[state];
  return (
    <ol className="steps" aria-label={t('step.bar')}>
      {STEPS.map((step, i) => {
        const isDone = i < current;
        const isNow = i === current;
        return (
          <li
            key={step}
            className={isDone ? 'step step-done' : isNow ? 'step step-now' : 'step'}
            aria-current={isNow ? 'step' : undefined}
            title={isDone ? t('step.done') : isNow ? t('step.current') : undefined}
          >
            <span className="step-mark">{isDone ? <Icon name="check" size={16} /> : i + 1}</span>
            <span>{t(`step.${step}`)}</span>
          </li>
        );
      })}
    </ol>
  );
}

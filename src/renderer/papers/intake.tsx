/** What the form of a paper arrival asks beside its fields: an advance copy, a date years back, the envelope, what it may be. */
import { Alert, Checkbox, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { LikelyRow } from '../../contract/page/paper.ts';
import { DEFAULT_ADVANCE_RULES, type DeskChannel } from '../../domain/paperDesk.ts';
import { api } from '../core.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { useView } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Likely } from './Held.tsx';

const TOPICS = ['paper'] as const;
const loadSettings = () => api['paper.settings']({});
export interface Advance {
  /** It will be held, whatever is pressed. */
  readonly held: boolean;
  /** What the call says; absent where the rule decides. */
  readonly advance: { readonly advance?: boolean };
}
/** By the office's rule for the channel, and by the clerk's word where the rule asks. */
export function useAdvance(
  channel: DeskChannel,
): Advance & { readonly rule: 'hold' | 'ask' | 'register'; readonly set: (said: boolean) => void } {
  const [said, set] = useState(false);
  const rule = (useLoaded(loadSettings, TOPICS).value?.advance ?? DEFAULT_ADVANCE_RULES)[channel];
  return { rule, set, held: rule === 'hold' || (rule === 'ask' && said), advance: rule === 'ask' ? { advance: said } : {} };
}
export function AdvanceField({ channel, advance }: { readonly channel: DeskChannel; readonly advance: ReturnType<typeof useAdvance> }) {
  if (advance.rule === 'register') return null;
  if (advance.rule === 'hold')
    return (
      <Text className="form-wide" c="var(--warn-ink)" role="status">
        {t('pd.intake.hold', { channel: t(`channel.${channel}`) })}
      </Text>
    );
  return (
    <Checkbox
      className="form-wide"
      label={t('pd.intake.advance')}
      checked={advance.held}
      onChange={(e) => advance.set(e.currentTarget.checked)}
    />
  );
}

/** The logged envelope that was opened for this paper. */
export const useEnvelope = () => useView((s) => (s.view.at === 'paper' ? s.view.envelope : undefined));
export function EnvelopeNote() {
  const envelope = useEnvelope();
  return envelope === undefined ? null : <Alert role="status">{t('pd.intake.envelope', { number: envelope.number })}</Alert>;
}

interface Facts {
  readonly sender: string;
  readonly number: string;
  readonly notation: string;
  readonly subject: string;
  readonly date?: string | undefined;
}
/** Documents here that this one may be, as it is typed; taken into the form's own saving. */
export function LikelyNote({
  facts,
  busy,
  onJoin,
}: {
  readonly facts: Facts;
  readonly busy: boolean;
  readonly onJoin: (id: string) => void;
}) {
  const [rows, setRows] = useState<readonly LikelyRow[]>([]);
  const { sender, number, notation, subject, date } = facts;
  useEffect(() => {
    if (sender.trim() === '' || (number.trim() === '' && subject.trim().length < 12)) {
      setRows([]);
      return;
    }
    let ended = false;
    const timer = setTimeout(() => {
      api['paper.likely']({ sender, number, notation, subject, ...(date === undefined ? {} : { date }) }).then(
        (found) => (ended ? undefined : setRows(found.rows)),
        () => undefined,
      );
    }, 400);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [sender, number, notation, subject, date]);
  if (rows.length === 0) return null;
  return (
    <Alert color="orange" variant="light" role="status">
      {t('pd.intake.likely')}
      {rows.slice(0, 2).map((row) => (
        <Likely key={row.id} row={row} busy={busy} onJoin={() => onJoin(row.id)} />
      ))}
    </Alert>
  );
}

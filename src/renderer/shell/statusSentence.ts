/** The status line in words: the line's state, what waits, what still works (record keeping, 6). Pure. */
import type { ExchangeStatus } from '../../contract/page/exchange.ts';
import type { Instant } from '../../domain/time.ts';
import { numberText, shortMoment } from '../format.ts';
import { errorText, t } from '../text/index.ts';

/** From this drift on the clerk is told that the clock is wrong. */
const DRIFT_SHOWN_MS = 5 * 60_000;
const MINUTES_A_DAY = 24 * 60;

function lineWords(status: ExchangeStatus, now: Instant): string {
  const { line } = status;
  switch (line.kind) {
    case 'connected':
      return t('line.connected');
    case 'no_network':
      return t('line.no_network', { since: shortMoment(line.since, now) });
    case 'axis_silent':
      return t('line.axis_silent');
    case 'captive_portal':
      return t('line.captive_portal', { since: shortMoment(line.since, now) });
    case 'certificate':
      return t('line.certificate', { since: shortMoment(line.since, now) });
    case 'credential_refused':
      return t('line.credential_refused', { since: shortMoment(line.since, now) });
    case 'not_checked':
      return t('line.not_checked');
  }
}

/** The parts of the sentence, in order; the screen puts ` · ` between them. */
export function statusParts(status: ExchangeStatus, now: Instant): string[] {
  const { line, waitingDocuments, waitingStatuses } = status;
  const parts = status.trainingDown ? [t('line.trainingDown')] : [lineWords(status, now)];
  if (status.parserDown) parts.push(t('line.parserDown'));
  if (status.refusedConnection) parts.push(errorText(status.refusedConnection));
  parts.push(waitingDocuments > 0 ? t('line.waiting', { count: numberText(waitingDocuments) }) : t('line.waitingNone'));
  if (status.paused) parts.push(t('line.paused'));
  if (waitingStatuses > 0) parts.push(t('line.waitingStatuses', { count: numberText(waitingStatuses) }));
  if (status.unknown > 0) parts.push(t('line.unknown', { count: numberText(status.unknown) }));
  if (status.refused > 0) parts.push(t('line.refused', { count: numberText(status.refused) }));
  if (status.intake)
    parts.push(t('line.intake', { done: numberText(status.intake.total - status.intake.left), total: numberText(status.intake.total) }));
  if (status.intakeTrouble) parts.push(errorText(status.intakeTrouble));
  if (line.kind === 'captive_portal') parts.push(t('line.signInFirst'));
  if (line.kind === 'certificate') parts.push(t('line.askAdministrator'));
  if (line.kind === 'no_network') parts.push(t('line.worksOn'));
  if (line.kind === 'axis_silent') {
    parts.push(line.nextTry === undefined ? t('line.worksOn') : t('line.nextTry', { at: shortMoment(line.nextTry, now) }));
  }
  if (line.kind === 'credential_refused') parts.push(t('line.askAdministrator'));
  if (status.clockDriftMs !== undefined && Math.abs(status.clockDriftMs) > DRIFT_SHOWN_MS) {
    const minutes = Math.round(Math.abs(status.clockDriftMs) / 60_000);
    const days = Math.floor(minutes / MINUTES_A_DAY);
    parts.push(days >= 1 ? t('line.driftDays', { days: numberText(days) }) : t('line.drift', { minutes }));
  }
  return parts;
}
export const statusSentence = (status: ExchangeStatus, now: Instant): string => statusParts(status, now).join(' · ');

/** `Đã có kết nối lúc 15 giờ 31. Đã gửi 12/12, nhận 31 văn bản`, or nothing where there was no outage. */
export function afterOutageSentence(status: ExchangeStatus, now: Instant): string | undefined {
  const after = status.afterOutage;
  if (!after || status.line.kind !== 'connected') return undefined;
  return t('line.afterOutage', {
    at: shortMoment(after.at, now),
    sent: numberText(after.sent),
    toSend: numberText(after.toSend),
    received: numberText(after.received),
  });
}

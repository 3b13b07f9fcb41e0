/** A week, month, quarter, year, or any two days; one step back and forth. */
import { Button, Select } from '@mantine/core';
import { PERIOD_UNITS, type PeriodUnit, periodAfter, periodAround, periodBefore, type Span } from '../../domain/periods.ts';
import { legalDateOf } from '../../domain/time.ts';
import { dateText } from '../format.ts';
import { DateField } from '../parts/DateField.tsx';
import { t } from '../text/index.ts';

export interface Chosen extends Span {
  readonly unit: PeriodUnit;
}
export const thisPeriod = (unit: PeriodUnit): Chosen => ({ unit, ...periodAround(unit, legalDateOf(Date.now())) });

export function SpanPicker({ chosen, onChosen }: { readonly chosen: Chosen; readonly onChosen: (next: Chosen) => void }) {
  const { unit } = chosen;
  const take = (span: Span): void => onChosen({ unit, ...span });
  return (
    <div className="span-picker">
      <Select
        aria-label={t('reports.unit')}
        w={130}
        data={PERIOD_UNITS.map((one) => ({ value: one, label: t(`reports.unit.${one}`) }))}
        value={unit}
        allowDeselect={false}
        onChange={(next) => {
          const to = PERIOD_UNITS.find((one) => one === next) ?? 'month';
          onChosen(to === 'free' ? { ...chosen, unit: to } : { unit: to, ...periodAround(to, chosen.from) });
        }}
      />
      {unit === 'free' ? (
        <>
          <DateField
            aria-label={t('registers.from')}
            toward="past"
            w={130}
            value={chosen.from}
            onDate={(date) => date && take({ from: date as Span['from'], to: chosen.to })}
          />
          <DateField
            aria-label={t('registers.to')}
            toward="past"
            w={130}
            value={chosen.to}
            onDate={(date) => date && take({ from: chosen.from, to: date as Span['to'] })}
          />
        </>
      ) : (
        <>
          <Button variant="default" px="sm" aria-label={t('reports.earlier')} onClick={() => take(periodBefore(unit, chosen))}>
            ‹
          </Button>
          <span className="span-words">{t('reports.span', { from: dateText(chosen.from), to: dateText(chosen.to) })}</span>
          <Button variant="default" px="sm" aria-label={t('reports.later')} onClick={() => take(periodAfter(unit, chosen))}>
            ›
          </Button>
        </>
      )}
    </div>
  );
}

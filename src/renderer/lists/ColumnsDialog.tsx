/** Which columns are shown, in which order and how wide; and whether rows stand under their days. Kept for this person. */
import { Button, Checkbox, Group, Modal, Switch } from '@mantine/core';
import { t } from '../text/index.ts';
import { chosenColumns, type LedgerColumn, withWidth } from './columns.ts';
import type { Ledger } from './ledger.ts';

const STEP = 24;

export function ColumnsDialog<Row extends { readonly id: string }, State extends string>(props: {
  readonly list: Ledger<Row, State>;
  readonly columns: readonly LedgerColumn<Row>[];
  readonly onClose: () => void;
}) {
  const { list, columns } = props;
  const { view, order } = list.use();
  const shown = chosenColumns(columns, view);
  const rest = columns.filter((column) => !shown.some((one) => one.key === column.key));
  const keep = (next: readonly { readonly key: string; readonly own?: number }[]): void =>
    list.setView({ columns: next.map(({ key, own }) => ({ key, ...(own === undefined ? {} : { width: own }) })) });
  const move = (at: number, by: 1 | -1): void => {
    const next = [...shown];
    const [one] = next.splice(at, 1);
    if (one === undefined) return;
    next.splice(at + by, 0, one);
    keep(next);
  };
  return (
    <Modal opened onClose={props.onClose} title={t('lists.columnsTitle')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Switch
        label={t('lists.byDay')}
        description={order.by === 'day' ? undefined : t('lists.byDayOrder')}
        checked={view.byDay !== false}
        onChange={(e) => list.setView({ byDay: e.currentTarget.checked })}
        mb="sm"
      />
      <ul className="columns-list">
        {shown.map((column, i) => (
          <li key={column.key}>
            <Checkbox
              label={column.title}
              checked
              disabled={shown.length === 1}
              onChange={() => keep(shown.filter((one) => one.key !== column.key))}
            />
            <Group gap={4} wrap="nowrap">
              <Small
                name={t('lists.narrower', { name: column.title })}
                onClick={() => list.setView({ columns: withWidth(shown, column.key, (column.own ?? column.width) - STEP) })}
              >
                −
              </Small>
              <Small
                name={t('lists.wider', { name: column.title })}
                onClick={() => list.setView({ columns: withWidth(shown, column.key, (column.own ?? column.width) + STEP) })}
              >
                +
              </Small>
            </Group>
            <Group gap={4} wrap="nowrap">
              <Small name={t('lists.up', { name: column.title })} disabled={i === 0} onClick={() => move(i, -1)}>
                ↑
              </Small>
              <Small name={t('lists.down', { name: column.title })} disabled={i === shown.length - 1} onClick={() => move(i, 1)}>
                ↓
              </Small>
            </Group>
          </li>
        ))}
        {rest.map((column) => (
          <li key={column.key}>
            <Checkbox label={column.title} checked={false} onChange={() => keep([...shown, column])} />
          </li>
        ))}
      </ul>
      <Group justify="space-between" mt="md">
        <Button variant="subtle" onClick={() => list.setView({ columns: undefined, byDay: undefined })}>
          {t('lists.usual')}
        </Button>
        <Button onClick={props.onClose}>{t('common.close')}</Button>
      </Group>
    </Modal>
  );
}
function Small(props: { readonly name: string; readonly disabled?: boolean; readonly onClick: () => void; readonly children: string }) {
  return (
    <Button
      variant="default"
      size="compact-sm"
      px={8}
      aria-label={props.name}
      title={props.name}
      disabled={props.disabled === true}
      onClick={props.onClick}
    >
      {props.children}
    </Button>
  );
}

/** A book here beside the file that the province's system exported: columns are shown and may be corrected, then compared. */
import { Button, FileInput, Select, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { BookRow } from '../../contract/page/exchange.ts';
import type { BookComparison, ColumnMapping, ComparedField, ComparedLine } from '../../domain/bookCompare.ts';
import { api } from '../core.ts';
import { BackButton } from '../parts/BackButton.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { uploadFile } from '../parts/upload.ts';
import { useAct } from '../parts/useAct.ts';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';

const FIELDS: readonly ComparedField[] = ['number', 'code', 'date', 'subject', 'party'];
interface Read {
  readonly uploadId: string;
  readonly rows: readonly (readonly string[])[];
  readonly total: number;
  readonly truncated: boolean;
  readonly headerRow: number;
  readonly mapping: ColumnMapping;
}
type Result = BookComparison & { readonly here: number; readonly there: number };

export function Compare({ book, period, onBack }: { readonly book: BookRow; readonly period: string; readonly onBack: () => void }) {
  const [read, setRead] = useState<Read>();
  const [result, setResult] = useState<Result>();
  const act = useAct();
  const take = async (file: File | null): Promise<void> => {
    setResult(undefined);
    setRead(undefined);
    if (file === null) return;
    await act.run(async () => {
      const { uploadId } = await uploadFile(file, () => undefined);
      setRead({ uploadId, ...(await api['province.readExport']({ uploadId, direction: book.direction })) });
    });
  };
  const run = async (): Promise<void> => {
    if (read === undefined) return;
    const { uploadId, headerRow, mapping } = read;
    setResult(await act.run(() => api['province.compare']({ uploadId, bookId: book.id, period, headerRow, mapping })));
  };
  return (
    <>
      <div className="screen-head">
        <BackButton onClick={onBack}>{t('enter.back')}</BackButton>
        <Title order={2}>{t('compare.open')}</Title>
      </div>
      <div className="sheet scroll-sheet province-compare">
        <Text>{t('compare.lead')}</Text>
        <FileInput maw={520} label={t('compare.file')} accept=".xlsx,.csv,.txt" onChange={(file) => void take(file)} />
        <ErrorNote error={act.error} onClose={act.clear} />
        {read ? <Mapping read={read} onRead={setRead} /> : null}
        {read ? (
          <Button
            maw={200}
            loading={act.busy}
            disabled={read.mapping.number === undefined && read.mapping.code === undefined}
            onClick={() => void run()}
          >
            {t('compare.run')}
          </Button>
        ) : null}
        {result ? <Results result={result} book={book} /> : null}
      </div>
    </>
  );
}

function Mapping({ read, onRead }: { readonly read: Read; readonly onRead: (read: Read) => void }) {
  const headings = read.rows[read.headerRow] ?? [];
  const columns = headings.map((heading, place) => ({
    value: String(place),
    label: t('compare.column', { place: place + 1, heading: heading || '…' }),
  }));
  const choose = (field: ComparedField, place: string | null): void => {
    const { [field]: _before, ...rest } = read.mapping;
    onRead({ ...read, mapping: place === null ? rest : { ...rest, [field]: Number(place) } });
  };
  return (
    <>
      {read.truncated ? <Text c="var(--warn-ink)">{t('compare.truncated', { total: read.total })}</Text> : null}
      <Title order={3}>{t('compare.mapping')}</Title>
      <div className="province-mapping">
        <Select
          label={t('compare.header')}
          data={read.rows
            .slice(0, 15)
            .map((row, i) => ({ value: String(i), label: `${i + 1}: ${row.filter(Boolean).slice(0, 3).join(' | ')}` }))}
          value={String(read.headerRow)}
          allowDeselect={false}
          onChange={(next) => onRead({ ...read, headerRow: Number(next ?? 0) })}
        />
        {FIELDS.map((field) => (
          <Select
            key={field}
            label={t(`compare.field.${field}`)}
            placeholder={t('compare.noColumn')}
            clearable
            data={columns}
            value={read.mapping[field] === undefined ? null : String(read.mapping[field])}
            onChange={(next) => choose(field, next)}
          />
        ))}
      </div>
      <table className="plain-table" aria-label={t('compare.file')}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" key={column.value}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {read.rows.slice(read.headerRow + 1, read.headerRow + 5).map((row) => (
            <tr key={row.join('|')}>
              {columns.map((column) => (
                <td key={column.value}>{row[Number(column.value)]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const words = (line: ComparedLine): string =>
  [line.number ?? t('pending.word'), line.code, line.date, line.subject, line.party].filter(Boolean).join(' · ');

function Results({ result, book }: { readonly result: Result; readonly book: BookRow }) {
  const open = (line: ComparedLine): void => go({ at: book.direction, ...(line.id ? { id: line.id } : {}) });
  const link = (line: ComparedLine) =>
    line.id === undefined ? (
      words(line)
    ) : (
      <button type="button" className="link" onClick={() => open(line)}>
        {words(line)}
      </button>
    );
  const { same, onlyHere, onlyThere, different, here, there } = result;
  const counts = { here, there, same, different: different.length, onlyHere: onlyHere.length, onlyThere: onlyThere.length };
  return (
    <section aria-label={t('compare.run')}>
      <Text fw={600} role="status">
        {t('compare.result', counts)}
      </Text>
      {onlyHere.length + onlyThere.length + different.length === 0 ? <Text>{t('compare.agree')}</Text> : null}
      {onlyHere.length > 0 ? (
        <List title={t('compare.onlyHere')} items={onlyHere.map((line) => ({ key: words(line), shown: link(line) }))} />
      ) : null}
      {onlyThere.length > 0 ? (
        <List title={t('compare.onlyThere')} items={onlyThere.map((line, i) => ({ key: `${i} ${words(line)}`, shown: words(line) }))} />
      ) : null}
      {different.length > 0 ? (
        <>
          <Title order={3}>{t('compare.different')}</Title>
          <table className="plain-table" aria-label={t('compare.different')}>
            <thead>
              <tr>
                <th scope="col">{t('compare.here')}</th>
                <th scope="col">{t('compare.there')}</th>
                <th scope="col">{t('compare.fields')}</th>
              </tr>
            </thead>
            <tbody>
              {different.map((one) => (
                <tr key={words(one.here) + words(one.there)}>
                  <td>{link(one.here)}</td>
                  <td>{words(one.there)}</td>
                  <td>{one.fields.map((field) => t(`compare.field.${field}`)).join(', ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      ) : null}
    </section>
  );
}
function List({
  title,
  items,
}: {
  readonly title: string;
  readonly items: readonly { readonly key: string; readonly shown: React.ReactNode }[];
}) {
  return (
    <>
      <Title order={3}>{title}</Title>
      <ul className="trail" aria-label={title}>
        {items.map((item) => (
          <li key={item.key}>
            <span className="trail-text">{item.shown}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

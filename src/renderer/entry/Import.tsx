/** A table somebody brings: which of its columns is which, how its first rows look, then its rows are put on the sheet. */
import { Button, Checkbox, FileInput, Modal, Progress, Select, Text } from '@mantine/core';
import { useState } from 'react';
import type { EntryTable } from '../../contract/page/entry.ts';
import { type EntryField, type EntryMapping, guessMapping, shownFields } from '../../domain/entry/index.ts';
import { Failure } from '../../domain/errors.ts';
import { api } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { LongActProgress, useLongAct } from '../parts/LongAct.tsx';
import { uploadFile } from '../parts/upload.ts';
import { t } from '../text/index.ts';
import type { Sheet } from './useSheet.ts';

interface Read extends EntryTable {
  readonly uploadId: string;
  readonly file: string;
  readonly sheet?: string | undefined;
}
interface Props {
  readonly sheet: Sheet;
  readonly onClose: () => void;
  readonly onTaken: (taken: number, secret: number) => void;
}
export function ImportDialog({ sheet, onClose, onTaken }: Props) {
  const { direction } = sheet;
  const [read, setRead] = useState<Read>();
  const [sent, setSent] = useState<number>();
  const [append, setAppend] = useState(true);
  const act = useLongAct();
  const look = async (uploadId: string, file: string, name?: string): Promise<void> => {
    const table = await act.runLong(t('work.entryRead', { name: file }), (workId) =>
      api['entry.read']({ uploadId, direction, workId, ...(name === undefined ? {} : { sheet: name }) }),
    );
    if (table) setRead({ ...table, uploadId, file, sheet: name });
  };
  const choose = (file: File | null): void => {
    setRead(undefined);
    if (file === null) return;
    const upload = act.run(async () => {
      if (file.size > MAX_FILE) throw new Failure('files.too_large', { name: file.name, megabytes: MAX_FILE / 1024 / 1024 });
      setSent(0);
      return uploadFile(file, (bytes) => setSent((100 * bytes) / file.size));
    });
    void upload.finally(() => setSent(undefined)).then((uploaded) => uploaded && look(uploaded.uploadId, file.name));
  };
  const take = async (): Promise<void> => {
    if (read === undefined) return;
    const { uploadId, headerRow, mapping, sheet: name } = read;
    const done = await act.runLong(t('work.entryTake'), (workId) =>
      api['entry.take']({
        uploadId,
        sheetId: sheet.id,
        headerRow,
        mapping,
        append,
        workId,
        ...(name === undefined ? {} : { sheet: name }),
      }),
    );
    if (done) onTaken(done.taken, done.secret);
  };
  const mapped = read === undefined ? 0 : Object.keys(read.mapping).length;
  return (
    <Modal
      opened
      onClose={act.busy ? () => undefined : onClose}
      size="min(1180px, 96vw)"
      title={t('entry.import.title')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className="entry-import">
        <Text>{t('entry.import.lead')}</Text>
        <div className="entry-import-file">
          <FileInput label={t('entry.import.file')} accept=".xlsx,.xlsm,.csv,.txt" onChange={choose} disabled={act.busy} w={420} />
          {read !== undefined && read.sheets.length > 1 ? (
            <Select
              label={t('entry.import.sheet')}
              data={[...read.sheets]}
              value={read.sheet ?? read.sheets[0] ?? null}
              allowDeselect={false}
              onChange={(name) => void look(read.uploadId, read.file, name ?? undefined)}
            />
          ) : null}
        </div>
        {sent === undefined ? null : <Progress value={sent} aria-label={t('entry.import.sending')} />}
        <LongActProgress work={act.work} />
        <ErrorNote error={act.error} onClose={act.clear} />
        {read === undefined ? null : (
          <>
            <Text role="status">
              {[
                t('entry.import.found', { count: read.total }),
                ...(read.remembered ? [t('entry.import.remembered')] : []),
                ...(read.converted === undefined
                  ? []
                  : [
                      t('entry.import.converted', {
                        name: t(`entry.encoding.${read.converted as 'tcvn3' | 'vni' | 'windows-1258' | 'utf-16'}`),
                      }),
                    ]),
                ...(read.truncated ? [t('entry.import.truncated')] : []),
              ].join(' ')}
            </Text>
            <Mapping read={read} sheet={sheet} onRead={setRead} />
          </>
        )}
        <div className="form-foot dialog-foot">
          {sheet.rows.length > 0 ? (
            <Checkbox
              label={t('entry.import.append', { count: sheet.rows.length })}
              checked={append}
              onChange={(e) => setAppend(e.currentTarget.checked)}
            />
          ) : null}
          <Button variant="default" onClick={onClose} disabled={act.busy}>
            {t('common.cancel')}
          </Button>
          <Button onClick={() => void take()} loading={act.busy} disabled={mapped === 0}>
            {read === undefined ? t('entry.import.takePlain') : t('entry.import.take', { count: read.total })}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
const MAX_FILE = 60 * 1024 * 1024;
const PREVIEW = 6;

function Mapping({ read, sheet, onRead }: { readonly read: Read; readonly sheet: Sheet; readonly onRead: (read: Read) => void }) {
  const { direction } = sheet;
  const headings = read.rows[read.headerRow] ?? [];
  const width = Math.max(headings.length, ...read.rows.map((row) => row.length));
  const fields = shownFields(direction, 'paper_book');
  const fieldOf = (place: number): EntryField | undefined => fields.find((field) => read.mapping[field] === place);
  const choose = (place: number, field: string | null): void => {
    const others = Object.fromEntries(Object.entries(read.mapping).filter(([key, at]) => at !== place && key !== field)) as EntryMapping;
    onRead({ ...read, mapping: field === null ? others : { ...others, [field]: place } });
  };
  const head = (row: number): void => onRead({ ...read, headerRow: row, mapping: guessMapping(read.rows[row] ?? [], direction) });
  return (
    <>
      <Select
        w={420}
        label={t('entry.import.head')}
        data={read.rows
          .slice(0, 20)
          .map((row, i) => ({ value: String(i), label: `${i + 1}: ${row.filter(Boolean).slice(0, 3).join(' | ')}`.slice(0, 70) }))}
        value={String(read.headerRow)}
        allowDeselect={false}
        onChange={(next) => head(Number(next ?? 0))}
      />
      <div className="entry-preview">
        <table className="plain-table" aria-label={t('entry.import.preview')}>
          <thead>
            <tr>
              {Array.from({ length: width }, (_, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place alone
                <th scope="col" key={place}>
                  <Select
                    size="xs"
                    aria-label={t('entry.import.column', { column: headings[place] || place + 1 })}
                    placeholder={t('entry.import.leave')}
                    clearable
                    data={fields.map((field) => ({ value: field, label: t(`entry.field.${field}`) }))}
                    value={fieldOf(place) ?? null}
                    onChange={(field) => choose(place, field)}
                  />
                  <span>{headings[place]}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {read.rows.slice(read.headerRow + 1, read.headerRow + 1 + PREVIEW).map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a preview's rows are known by their place alone
              <tr key={i}>
                {Array.from({ length: width }, (_, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place alone
                  <td key={place} className={fieldOf(place) === undefined ? 'dim' : ''}>
                    {row[place]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

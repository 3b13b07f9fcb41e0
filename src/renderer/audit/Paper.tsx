/** The rows that the filter finds, newest first, on paper or as a workbook. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { type AuditLine, type AuditPlace, type AuditSaid, MOST_AUDIT_PRINTED, MOST_AUDIT_ROWS } from '../../contract/page/audit.ts';
import type { PrintedFile } from '../../contract/page/transfers.ts';
import { BY_WORKSTATION } from '../../domain/auditActs.ts';
import { api } from '../core.ts';
import { Printed } from '../desk/Printed.tsx';
import { dateText } from '../format.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { LongActProgress, useLongAct } from '../parts/LongAct.tsx';
import { For } from '../parts/may.tsx';
import { say } from '../shell/view.ts';
import { type AuditFilter, askedOf } from './filter.ts';
import { actWord, objectWords, resultWords, roleWords, ta } from './words.ts';

/** Of one message to the core, which holds a mebibyte. */
const MOST_BYTES = 800_000;
const MOST_CELL = 300;
const clipped = (text: string): string => (text.length > MOST_CELL ? `${text.slice(0, MOST_CELL - 1)}…` : text);

function saidOf(row: AuditLine): AuditSaid {
  const role = [row.role === undefined ? '' : roleWords(row.role), row.onBehalfOf ? ta('auditLog.behalf', { name: row.onBehalfOf }) : ''];
  return {
    seq: row.seq,
    role: clipped(role.filter(Boolean).join('; ')),
    act: clipped(actWord(row.act)),
    object: clipped(objectWords(row.object)),
    result: clipped(resultWords(row)),
  };
}
/** All that the filter finds, as far as one print goes. */
async function found(filter: AuditFilter, workId: string): Promise<{ rows: AuditSaid[]; more: boolean }> {
  const rows: AuditSaid[] = [];
  let bytes = 0;
  for (let after: AuditPlace | undefined; ; ) {
    const page = await api['audit.list']({ ...askedOf(filter), ...(after ? { after } : {}), limit: MOST_AUDIT_ROWS, workId });
    for (const line of page.rows) {
      const said = saidOf(line);
      bytes += new Blob([JSON.stringify(said)]).size;
      if (rows.length === MOST_AUDIT_PRINTED || bytes > MOST_BYTES) return { rows, more: true };
      rows.push(said);
    }
    after = page.next;
    if (after === undefined) return { rows, more: false };
  }
}
/** The filter as its fields say it. */
async function filterWords({ from, to, person, topic, act, text, object }: AuditFilter): Promise<string[]> {
  const named = async (id: string): Promise<string> =>
    id === BY_WORKSTATION
      ? ta('auditLog.workstation')
      : ((await api['people.list']({ ended: true })).people.find((one) => one.id === id)?.name ?? id);
  const kind = act ? actWord(act) : topic ? ta(`auditLog.topic.${topic}`) : undefined;
  const fields = [
    [ta('auditLog.from'), from && dateText(from)],
    [ta('auditLog.to'), to && dateText(to)],
    [ta('auditLog.person'), person && (await named(person))],
    [ta('auditLog.kind'), kind],
    [ta('auditLog.text'), text && `“${text}”`],
    [ta('auditLog.object'), object?.label],
  ];
  return fields.flatMap(([name, value]) => (value ? clipped(`${name} ${value}`) : []));
}

export function AuditPaper({ filter }: { readonly filter: AuditFilter }) {
  const [printed, setPrinted] = useState<PrintedFile>();
  const act = useLongAct();
  const make = (as: 'pdf' | 'xlsx'): Promise<PrintedFile | undefined> =>
    act.runLong(ta(as === 'pdf' ? 'auditLog.printing' : 'auditLog.exporting'), async (workId) =>
      api['audit.print']({ as, filter: await filterWords(filter), ...(await found(filter, workId)) }),
    );
  const save = async (): Promise<void> => {
    const file = await make('xlsx');
    const done = file && (await act.run(() => api['files.saveMade']({ fileId: file.fileId })));
    if (done?.saved) say(ta('auditLog.exported'));
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<Icon name="print" size={16} />}
        loading={act.busy}
        onClick={() => void make('pdf').then(setPrinted)}
      >
        {ta('auditLog.print')}
      </Button>
      <For call="files.saveMade">
        <Button variant="default" loading={act.busy} onClick={() => void save()}>
          {ta('auditLog.excel')}
        </Button>
      </For>
      <LongActProgress work={act.work} />
      <ErrorNote error={act.error} onClose={act.clear} />
      {printed ? <Printed file={printed} onClose={() => setPrinted(undefined)} /> : null}
    </>
  );
}

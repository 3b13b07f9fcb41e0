/** Looking an agency up: what is typed finds it, its line shows all that is known of it. */
import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AgencyRow } from '../../contract/page/directory.ts';
import { legalDateOf, screenDate } from '../../domain/time.ts';
import { api } from '../core.ts';
import { Fact, Facts, Section } from '../parts/facts.tsx';
import { EmptyNote, ErrorNote, Waiting } from '../parts/feedback.tsx';
import { Icon } from '../parts/icons.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { t, textOr } from '../text/index.ts';

const TOPICS = ['directory'] as const;
const SHOWN = 50;
const day = (at: number): string => screenDate(legalDateOf(at));

export function Find({ empty }: { readonly empty: boolean }) {
  const [typed, setTyped] = useState('');
  const [rows, setRows] = useState<readonly AgencyRow[]>();
  const [open, setOpen] = useState<string>();
  const act = useAct();
  const { run } = act;
  const turn = useRef(0);
  const find = useCallback(
    async (text: string) => {
      const mine = ++turn.current;
      const answer = await run(() => api['directory.search']({ text, limit: SHOWN }));
      if (answer && mine === turn.current) setRows(answer.rows);
    },
    [run],
  );
  const search = useDebouncedCallback(find, 80);
  useEffect(() => void find(''), [find]);
  return (
    <>
      <TextInput
        label={t('directory.find')}
        description={t('directory.findHint')}
        leftSection={<Icon name="search" size={18} />}
        type="search"
        maxLength={200}
        value={typed}
        onChange={(e) => {
          setTyped(e.currentTarget.value);
          void search(e.currentTarget.value);
        }}
      />
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className="directory-columns">
        <div className="sheet scroll-sheet">
          {rows && rows.length > 0 ? (
            <Rows rows={rows} open={open} onOpen={setOpen} />
          ) : rows ? (
            <EmptyNote
              title={empty ? t('directory.find.none') : t('directory.find.empty', { text: typed.trim() })}
              next={t(empty ? 'directory.find.noneNext' : 'directory.find.emptyNext')}
            />
          ) : (
            <Waiting />
          )}
        </div>
        {open === undefined ? null : <Agency key={open} organId={open} />}
      </div>
    </>
  );
}

interface RowsProps {
  readonly rows: readonly AgencyRow[];
  readonly open: string | undefined;
  readonly onOpen: (organId: string) => void;
}
function Rows({ rows, open, onOpen }: RowsProps) {
  return (
    <table className="plain-table" aria-label={t('directory.title')}>
      <thead>
        <tr>
          <th scope="col">{t('directory.name')}</th>
          <th scope="col">{t('directory.parent')}</th>
          <th scope="col" style={{ width: 170 }}>
            {t('directory.code')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.organId} className={open === row.organId ? 'directory-open' : ''}>
            <td>
              <button type="button" className="link" aria-pressed={open === row.organId} onClick={() => onOpen(row.organId)}>
                {row.name}
              </button>
            </td>
            <td>{row.parentName}</td>
            <td className="figure">
              {row.organId}
              {row.otherCode === undefined ? null : <div className="dim">{row.otherCode}</div>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Agency({ organId }: { readonly organId: string }) {
  const load = useCallback(() => api['directory.agency']({ organId }), [organId]);
  const { value, error } = useLoaded(load, TOPICS);
  if (value === undefined) return error ? <ErrorNote error={error} /> : null;
  return (
    <aside className="sheet document-left" aria-label={value.name}>
      <p className="subject">{value.name}</p>
      <Facts>
        <Fact name={t('directory.parent')}>{value.parentName}</Fact>
        <Fact name={t('directory.code')}>{value.organId}</Fact>
        <Fact name={t('directory.otherCode')}>{value.otherCode}</Fact>
        <Fact name={t('directory.mail')}>{value.mail}</Fact>
        <Fact name={t('directory.validFrom')}>{value.validFrom > 0 ? day(value.validFrom) : undefined}</Fact>
        <Fact name={t('directory.closedAt')}>{value.closedAt === undefined ? undefined : day(value.closedAt)}</Fact>
        <Fact name={t('directory.successor')}>{value.successor}</Fact>
      </Facts>
      {value.history.length === 0 ? null : (
        <Section title={t('directory.history')}>
          <ul className="trail">
            {value.history.map((h) => (
              <li key={`${h.to}${h.name}`}>
                <span>{t('directory.historyLine', { name: h.name, from: h.from > 0 ? day(h.from) : '…', to: day(h.to) })}</span>
                <span className="dim">{[textOr(`directory.why.${h.why}`, h.why), h.otherCode].filter(Boolean).join(' · ')}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </aside>
  );
}

/** What is offered for a cell as one types: catalogues, what was typed before, the directory. */
import { useEffect, useState } from 'react';
import type { AgencyRow } from '../../contract/page/directory.ts';
import { CHANNELS } from '../../domain/documents.ts';
import type { EntryField } from '../../domain/entry/index.ts';
import { foldVietnamese } from '../../domain/secrecy.ts';
import { api } from '../core.ts';
import { t } from '../text/index.ts';
import type { Sheet } from './useSheet.ts';

const SHOWN = 8;
const WAIT_MS = 120;
const AGENCIES: readonly EntryField[] = ['sender', 'recipients'];

/** The part of a list that is being typed. */
export const lastPart = (field: EntryField, text: string): string =>
  field === 'recipients' ? text.slice(text.lastIndexOf(';') + 1).trim() : text.trim();
/** The text with its last part taken from what was offered. */
export const withOffer = (field: EntryField, text: string, offer: string): string =>
  field === 'recipients' && text.includes(';') ? `${text.slice(0, text.lastIndexOf(';'))}; ${offer}` : offer;

function wordsOf(field: EntryField, { facts }: Sheet): readonly string[] {
  switch (field) {
    case 'typeName':
      return facts.kinds.map(({ name }) => name);
    case 'channel':
      return CHANNELS.filter((c) => c !== 'axis').map((c) => t(`channel.${c}`));
    case 'priority':
      return ([0, 1, 2, 3] as const).map((p) => t(`priority.${p}`));
    case 'sender':
      return facts.senders;
    case 'signer':
      return [...new Set(facts.signers.map(({ name }) => name))];
    case 'signerPosition':
      return [...new Set(facts.signers.map(({ position }) => position).filter((position) => position !== ''))];
    case 'unit':
      return facts.units;
    case 'recipients':
      return facts.groups;
    default:
      return [];
  }
}

/** An agency's name; of several with one name, for recipients, with the code that says which. */
function offered({ name, organId }: AgencyRow, field: EntryField, rows: readonly AgencyRow[]): string {
  return field === 'recipients' && rows.filter((row) => row.name === name).length > 1 ? `${name} (${organId})` : name;
}

/** At most a few, best first; nothing while `open` is false. */
export function useOffers(field: EntryField, text: string, sheet: Sheet, open: boolean): readonly string[] {
  const [found, setFound] = useState<{ readonly text: string; readonly names: readonly string[] }>({ text: '', names: [] });
  const part = lastPart(field, text);
  const asks = open && AGENCIES.includes(field) && part.length > 1;
  useEffect(() => {
    if (!asks) return;
    let gone = false;
    const timer = setTimeout(() => {
      api['directory.search']({ text: part, limit: SHOWN }).then(
        ({ rows }) => !gone && setFound({ text: part, names: rows.map((row) => offered(row, field, rows)) }),
        () => undefined,
      );
    }, WAIT_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [asks, part, field]);
  if (!open) return [];
  const folded = foldVietnamese(part);
  const known = wordsOf(field, sheet).filter((word) => foldVietnamese(word).includes(folded));
  const best = [...known].sort((a, b) => Number(foldVietnamese(b).startsWith(folded)) - Number(foldVietnamese(a).startsWith(folded)));
  // While the directory is asked again, what it offered before and fits stays.
  const fits = (name: string): boolean => folded.split(' ').every((word) => foldVietnamese(name).includes(word));
  const names = asks ? (found.text === part ? found.names : found.names.filter(fits)) : [];
  const all = [...new Set([...best, ...names])];
  return all.filter((word) => word !== text).slice(0, field === 'typeName' || field === 'channel' ? 40 : SHOWN);
}

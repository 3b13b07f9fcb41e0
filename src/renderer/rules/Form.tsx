/** One standing rule: when it fits, what it says, and how it would have gone with the last arrivals. */
import { Button, NativeSelect, NumberInput, Radio, Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import type { StandingRule } from '../../contract/page/lists.ts';
import { DOCUMENT_KINDS } from '../../domain/documentKinds.ts';
import { api, useCore } from '../core.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { flag, identity, maybeText, maybeWhole, oneOf, rowsOf, type Shape, text, texts } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { useAct } from '../parts/useAct.ts';
import { t } from '../text/index.ts';

interface Props {
  readonly rule: StandingRule | undefined;
  readonly books: readonly { readonly id: string; readonly name: string }[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}
type Agency = StandingRule['conditions']['agencies'][number];
type Tried = Awaited<ReturnType<(typeof api)['rules.test']>>['rows'];

interface Rule {
  readonly name: string;
  readonly agencies: readonly Agency[];
  readonly kinds: string[];
  readonly words: string[];
  readonly bookId: string;
  readonly kind: 'assign' | 'for_information';
  readonly lead: string;
  readonly coHandlers: string[];
  readonly days: number | undefined;
  readonly leader: string;
  readonly text: string;
  readonly note: string;
  readonly auto: boolean;
  readonly active: boolean;
}
const RULE: Shape<Rule> = {
  name: text(100),
  agencies: rowsOf<Agency>(50, { organId: maybeText(35), name: text(200) }),
  kinds: texts(50, 100),
  words: texts(50, 100),
  bookId: identity,
  kind: oneOf('assign', 'for_information'),
  lead: text(100),
  coHandlers: texts(20, 100),
  days: maybeWhole(1, 365),
  leader: text(50),
  text: text(2000),
  note: text(500),
  auto: flag,
  active: flag,
};

export function RuleForm({ rule, books, onClose, onDone }: Props) {
  const usual = useCore((s) => s.app?.office?.leaderName ?? '');
  const mayAuto = useCore((s) => s.app?.me?.roles.some((role) => role === 'leader' || role === 'administrator') ?? false);
  const old = rule?.outcome;
  const assigned = old?.kind === 'assign' ? old : undefined;
  const kept = useKeptForm<Rule>({ form: 'rule', ...(rule === undefined ? {} : { of: rule.id }) }, RULE, () => ({
    name: rule?.name ?? '',
    agencies: rule?.conditions.agencies ?? [],
    kinds: [...(rule?.conditions.kinds ?? [])],
    words: [...(rule?.conditions.words ?? [])],
    bookId: rule?.conditions.bookId ?? '',
    kind: old?.kind ?? 'assign',
    lead: assigned?.lead ?? '',
    coHandlers: [...(assigned?.coHandlers ?? [])],
    days: assigned?.dueInDays,
    leader: assigned?.leader ?? usual,
    text: assigned?.text ?? '',
    note: old?.kind === 'for_information' ? old.note : '',
    auto: rule?.auto ?? false,
    active: rule?.active ?? true,
  }));
  const { set } = kept;
  const { name, agencies, kinds, words, bookId, kind, lead, coHandlers, days, leader, text, note, auto, active } = kept.value;
  const [tried, setTried] = useState<Tried>();
  const act = useAct();
  const conditions = { agencies: [...agencies], kinds, words, ...(bookId === '' ? {} : { bookId }) };
  const given = agencies.length + kinds.length + words.length > 0 || bookId !== '';
  const outcome =
    kind === 'for_information'
      ? { kind, note }
      : { kind, lead, coHandlers, text, leader, ...(days === undefined ? {} : { dueInDays: days }) };
  const ready = name.trim() !== '' && given && (kind === 'for_information' || (lead.trim() !== '' && leader.trim() !== ''));
  const save = async (): Promise<void> => {
    const input = { name, conditions, outcome, auto, active, ...(rule === undefined ? {} : { id: rule.id }) };
    if (!(await act.run(() => api['rules.save'](input)))) return;
    void kept.end();
    onDone();
  };
  const test = async (): Promise<void> => setTried((await act.run(() => api['rules.test']({ conditions })))?.rows);
  return (
    <FormDialog
      title={rule === undefined ? t('rules.form.new') : t('rules.form.edit')}
      submit={t('common.save')}
      act={act}
      dirty={kept.changed}
      kept={kept}
      canSubmit={ready}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label={t('rules.name')}
        required
        maxLength={100}
        value={name}
        onChange={(e) => set({ name: e.currentTarget.value })}
        data-autofocus
      />
      <fieldset className="rule-part">
        <legend>{t('rules.when')}</legend>
        <Stack gap={8}>
          <AgenciesField value={agencies} onValue={(next) => set({ agencies: next })} />
          <TagsInput
            label={t('rules.when.kinds')}
            data={DOCUMENT_KINDS.map((one) => one.name)}
            maxTags={50}
            acceptValueOnBlur
            limit={40}
            value={kinds}
            onChange={(next) => set({ kinds: next })}
          />
          <TagsInput
            label={t('rules.when.words')}
            placeholder={words.length === 0 ? t('rules.when.wordsHint') : ''}
            maxTags={50}
            acceptValueOnBlur
            value={words}
            onChange={(next) => set({ words: next })}
          />
          {books.length < 2 ? null : (
            <NativeSelect
              label={t('rules.when.book')}
              value={bookId}
              onChange={(e) => set({ bookId: e.currentTarget.value })}
              data={[{ value: '', label: t('rules.anyBook') }, ...books.map((book) => ({ value: book.id, label: book.name }))]}
            />
          )}
        </Stack>
      </fieldset>
      <fieldset className="rule-part">
        <legend>{t('rules.then')}</legend>
        <Radio.Group
          value={kind}
          onChange={(value) => set({ kind: value === 'assign' ? 'assign' : 'for_information' })}
          aria-label={t('rules.then')}
        >
          <Radio value="assign" label={t('rules.then.assign')} />
          <Radio value="for_information" label={t('rules.then.close')} mt={6} />
        </Radio.Group>
        <Stack gap={8} mt={8}>
          {kind === 'assign' ? (
            <>
              <TextInput
                label={t('instruct.handler')}
                required
                maxLength={100}
                value={lead}
                onChange={(e) => set({ lead: e.currentTarget.value })}
              />
              <TagsInput
                label={t('instruct.coHandlers')}
                placeholder={coHandlers.length === 0 ? t('instruct.coHandlersHint') : ''}
                maxTags={20}
                acceptValueOnBlur
                value={coHandlers}
                onChange={(next) => set({ coHandlers: next })}
              />
              <div className="form-columns">
                <NumberInput
                  label={t('rules.days')}
                  description={t('rules.daysHint')}
                  min={1}
                  max={365}
                  allowDecimal={false}
                  value={days ?? ''}
                  onChange={(value) => set({ days: typeof value === 'number' ? value : undefined })}
                />
                <TextInput
                  label={t('rules.leader')}
                  required
                  maxLength={50}
                  value={leader}
                  onChange={(e) => set({ leader: e.currentTarget.value })}
                />
              </div>
              <Textarea
                label={t('rules.text')}
                maxLength={2000}
                autosize
                minRows={1}
                maxRows={4}
                value={text}
                onChange={(e) => set({ text: e.currentTarget.value })}
              />
            </>
          ) : (
            <TextInput label={t('rules.note')} maxLength={500} value={note} onChange={(e) => set({ note: e.currentTarget.value })} />
          )}
        </Stack>
      </fieldset>
      <Switch label={t('rules.active')} checked={active} onChange={(e) => set({ active: e.currentTarget.checked })} />
      <Switch
        label={t('rules.autoLong')}
        description={t('rules.autoWho')}
        disabled={!mayAuto && !auto}
        checked={auto}
        onChange={(e) => set({ auto: e.currentTarget.checked })}
      />
      <div>
        <Button variant="default" disabled={!given} onClick={() => void test()}>
          {t('rules.test')}
        </Button>
        {tried === undefined ? null : <Tested rows={tried} />}
      </div>
    </FormDialog>
  );
}

function Tested({ rows }: { readonly rows: Tried }) {
  return (
    <>
      <p role="status">{t('rules.tested', { fits: rows.filter((row) => row.fits).length, all: rows.length })}</p>
      <ul className="rule-tested" aria-label={t('rules.test')}>
        {rows.map((row) => (
          <li key={row.id} className={row.fits ? 'rule-fits' : 'dim'}>
            {row.fits ? <b>{t('rules.fits')}</b> : null} {[row.typeName, row.code, row.sender, row.subject].filter(Boolean).join(' · ')}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Agencies from the directory as one types, or names as they were typed. */
function AgenciesField({ value, onValue }: { readonly value: readonly Agency[]; readonly onValue: (next: readonly Agency[]) => void }) {
  const [found, setFound] = useState<readonly { organId: string; name: string }[]>([]);
  const look = useDebouncedCallback(async (typed: string) => {
    const answer = await api['directory.search']({ text: typed, limit: 15 }).catch(() => undefined);
    if (answer) setFound(answer.rows);
  }, 80);
  const names = (next: readonly string[]): void =>
    onValue(
      next.map((name) => {
        const known = value.find((one) => one.name === name) ?? found.find((one) => one.name === name);
        return known ? { name, ...(known.organId === undefined ? {} : { organId: known.organId }) } : { name };
      }),
    );
  return (
    <TagsInput
      label={t('rules.when.agencies')}
      placeholder={value.length === 0 ? t('rules.when.agencyHint') : ''}
      data={[...new Set(found.map((row) => row.name))]}
      filter={({ options }) => options}
      maxTags={50}
      acceptValueOnBlur
      onSearchChange={(typed) => void look(typed)}
      value={value.map((one) => one.name)}
      onChange={names}
    />
  );
}

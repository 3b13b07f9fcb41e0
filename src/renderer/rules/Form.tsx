/** One standing rule: when it fits, what it says, and how it would have gone with the last arrivals. */
import { Button, NativeSelect, NumberInput, Radio, Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import type { StandingRule } from '../../contract/page/lists.ts';
import { DOCUMENT_KINDS } from '../../domain/documentKinds.ts';
import { api, useCore } from '../core.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
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

export function RuleForm({ rule, books, onClose, onDone }: Props) {
  const usual = useCore((s) => s.app?.office?.leaderName ?? '');
  const mayAuto = useCore((s) => s.app?.me?.roles.some((role) => role === 'leader' || role === 'administrator') ?? false);
  const old = rule?.outcome;
  const assigned = old?.kind === 'assign' ? old : undefined;
  const [name, setName] = useState(rule?.name ?? '');
  const [agencies, setAgencies] = useState<readonly Agency[]>(rule?.conditions.agencies ?? []);
  const [kinds, setKinds] = useState<string[]>([...(rule?.conditions.kinds ?? [])]);
  const [words, setWords] = useState<string[]>([...(rule?.conditions.words ?? [])]);
  const [bookId, setBookId] = useState(rule?.conditions.bookId ?? '');
  const [kind, setKind] = useState<'assign' | 'for_information'>(old?.kind ?? 'assign');
  const [lead, setLead] = useState(assigned?.lead ?? '');
  const [coHandlers, setCoHandlers] = useState<string[]>([...(assigned?.coHandlers ?? [])]);
  const [days, setDays] = useState<number | ''>(assigned?.dueInDays ?? '');
  const [leader, setLeader] = useState(assigned?.leader ?? usual);
  const [text, setText] = useState(assigned?.text ?? '');
  const [note, setNote] = useState(old?.kind === 'for_information' ? old.note : '');
  const [auto, setAuto] = useState(rule?.auto ?? false);
  const [active, setActive] = useState(rule?.active ?? true);
  const [tried, setTried] = useState<Tried>();
  const act = useAct();
  const conditions = { agencies: [...agencies], kinds, words, ...(bookId === '' ? {} : { bookId }) };
  const given = agencies.length + kinds.length + words.length > 0 || bookId !== '';
  const outcome =
    kind === 'for_information' ? { kind, note } : { kind, lead, coHandlers, text, leader, ...(days === '' ? {} : { dueInDays: days }) };
  const ready = name.trim() !== '' && given && (kind === 'for_information' || (lead.trim() !== '' && leader.trim() !== ''));
  const save = async (): Promise<void> => {
    const input = { name, conditions, outcome, auto, active, ...(rule === undefined ? {} : { id: rule.id }) };
    if (await act.run(() => api['rules.save'](input))) onDone();
  };
  const test = async (): Promise<void> => setTried((await act.run(() => api['rules.test']({ conditions })))?.rows);
  return (
    <FormDialog
      title={rule === undefined ? t('rules.form.new') : t('rules.form.edit')}
      submit={t('common.save')}
      act={act}
      dirty={name !== (rule?.name ?? '')}
      canSubmit={ready}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextInput
        label={t('rules.name')}
        required
        maxLength={100}
        value={name}
        onChange={(e) => setName(e.currentTarget.value)}
        data-autofocus
      />
      <fieldset className="rule-part">
        <legend>{t('rules.when')}</legend>
        <Stack gap={8}>
          <AgenciesField value={agencies} onValue={setAgencies} />
          <TagsInput
            label={t('rules.when.kinds')}
            data={DOCUMENT_KINDS.map((one) => one.name)}
            maxTags={50}
            acceptValueOnBlur
            limit={40}
            value={kinds}
            onChange={setKinds}
          />
          <TagsInput
            label={t('rules.when.words')}
            placeholder={words.length === 0 ? t('rules.when.wordsHint') : ''}
            maxTags={50}
            acceptValueOnBlur
            value={words}
            onChange={setWords}
          />
          {books.length < 2 ? null : (
            <NativeSelect
              label={t('rules.when.book')}
              value={bookId}
              onChange={(e) => setBookId(e.currentTarget.value)}
              data={[{ value: '', label: t('rules.anyBook') }, ...books.map((book) => ({ value: book.id, label: book.name }))]}
            />
          )}
        </Stack>
      </fieldset>
      <fieldset className="rule-part">
        <legend>{t('rules.then')}</legend>
        <Radio.Group
          value={kind}
          onChange={(value) => setKind(value === 'assign' ? 'assign' : 'for_information')}
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
                onChange={(e) => setLead(e.currentTarget.value)}
              />
              <TagsInput
                label={t('instruct.coHandlers')}
                placeholder={coHandlers.length === 0 ? t('instruct.coHandlersHint') : ''}
                maxTags={20}
                acceptValueOnBlur
                value={coHandlers}
                onChange={setCoHandlers}
              />
              <div className="form-columns">
                <NumberInput
                  label={t('rules.days')}
                  description={t('rules.daysHint')}
                  min={1}
                  max={365}
                  allowDecimal={false}
                  value={days}
                  onChange={(value) => setDays(typeof value === 'number' ? value : '')}
                />
                <TextInput
                  label={t('rules.leader')}
                  required
                  maxLength={50}
                  value={leader}
                  onChange={(e) => setLeader(e.currentTarget.value)}
                />
              </div>
              <Textarea
                label={t('rules.text')}
                maxLength={2000}
                autosize
                minRows={1}
                maxRows={4}
                value={text}
                onChange={(e) => setText(e.currentTarget.value)}
              />
            </>
          ) : (
            <TextInput label={t('rules.note')} maxLength={500} value={note} onChange={(e) => setNote(e.currentTarget.value)} />
          )}
        </Stack>
      </fieldset>
      <Switch label={t('rules.active')} checked={active} onChange={(e) => setActive(e.currentTarget.checked)} />
      <Switch
        label={t('rules.autoLong')}
        description={t('rules.autoWho')}
        disabled={!mayAuto && !auto}
        checked={auto}
        onChange={(e) => setAuto(e.currentTarget.checked)}
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

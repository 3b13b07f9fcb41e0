/** Cài đặt → Giao diện: the language of the screens; its files are an administrator's to add, and anyone's at this machine to choose. */
import { Button, FileButton, NativeSelect, Text } from '@mantine/core';
import { useCallback } from 'react';
import { type CatalogueFault, judgeCatalogue, readCatalogue, templateOf, type WholeFault } from '../../domain/catalogue.ts';
import { Failure } from '../../domain/errors.ts';
import { isLanguageCode, MAX_LANGUAGE_BYTES } from '../../domain/languages.ts';
import { api } from '../core.ts';
import { numberText } from '../format.ts';
import { leaveThen } from '../parts/dirty.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { For } from '../parts/may.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { language, OWN_LANGUAGE, ownTexts, readLanguage, t } from '../text/index.ts';

const TOPICS = [] as const;
const MOST_TOLD = 30;

interface Held {
  readonly code: string;
  readonly name: string;
  readonly has: number;
  readonly of: number;
  readonly faults: readonly CatalogueFault[];
  readonly fault?: WholeFault;
}
async function held(code: string): Promise<Held> {
  const nothing = { code, name: code, has: 0, of: 0, faults: [] };
  try {
    const { catalogue, fault } = await readLanguage(code);
    return catalogue === undefined ? { ...nothing, fault } : { code, name: catalogue.name, ...judgeCatalogue(catalogue, await ownTexts()) };
  } catch {
    return { ...nothing, fault: 'languages.size' };
  }
}

export function LanguageField() {
  const load = useCallback(async () => {
    const { folder, languages, own } = await api['languages.list']({});
    return { folder, own, all: await Promise.all(languages.map(held)) };
  }, []);
  const { value, error, reload } = useLoaded(load, TOPICS);
  const act = useAct();
  if (value === undefined) return <ErrorNote error={error} />;
  const usable = value.all.filter((one) => one.fault === undefined);
  const choose = (code: string): void => {
    if (code !== language()) leaveThen(() => void act.run(() => api['languages.choose']({ language: code })));
  };
  const add = async (file: File | null): Promise<void> => {
    if (file === null) return;
    const done = await act.run(async () => {
      if (file.size > MAX_LANGUAGE_BYTES) throw new Failure('languages.size');
      const text = await file.text();
      const { catalogue, fault } = readCatalogue(text);
      if (catalogue === undefined) throw new Failure(fault);
      await api['languages.put']({ language: catalogue.language, text });
      return catalogue;
    });
    if (!done) return;
    say(t('language.added', { name: done.name }));
    await reload();
  };
  const remove = async (code: string): Promise<void> => {
    if (!(await act.run(() => api['languages.remove']({ language: code })))) return;
    say(t('language.removed'));
    await reload();
  };
  const saveTemplate = async (): Promise<void> => {
    const done = await act.run(async () => api['languages.saveTemplate']({ text: templateOf(await ownTexts()) }));
    if (done?.saved) say(t('language.templateSaved'));
  };
  return (
    <section aria-labelledby="look-language" className="look-language">
      <NativeSelect
        id="look-language"
        label={t('look.language')}
        description={t('look.languageHint')}
        value={language()}
        onChange={(e) => choose(e.currentTarget.value)}
        data={[
          { value: OWN_LANGUAGE, label: t('language.own') },
          ...usable.filter(({ code }) => isLanguageCode(code)).map(({ code, name }) => ({ value: code, label: name })),
        ]}
        w={320}
      />
      {value.all.length === 0 ? null : <Text c="dimmed">{t('language.printed')}</Text>}
      {value.all.map((one) => (
        <LanguageFile
          key={one.code}
          one={one}
          busy={act.busy}
          {...(value.own.includes(one.code) ? { onRemove: () => void remove(one.code) } : {})}
        />
      ))}
      <ErrorNote error={act.error} onClose={act.clear} />
      <For call="languages.put">
        <div className="look-sound">
          <FileButton onChange={(file) => void add(file)} accept="application/json,.json">
            {(props) => (
              <Button {...props} variant="default" loading={act.busy}>
                {t('language.add')}
              </Button>
            )}
          </FileButton>
          <Button variant="default" loading={act.busy} onClick={() => void saveTemplate()}>
            {t('language.template')}
          </Button>
        </div>
        <Text c="dimmed">{t('language.folder', { folder: value.folder })}</Text>
      </For>
    </section>
  );
}

/** @param onRemove absent: it comes with the product */
function LanguageFile({ one, busy, onRemove }: { readonly one: Held; readonly busy: boolean; readonly onRemove?: () => void }) {
  return (
    <div>
      <Text>
        {one.fault === undefined
          ? t('language.has', { name: one.name, file: `${one.code}.json`, has: numberText(one.has), of: numberText(one.of) })
          : t(`language.fault.${one.fault}`, { file: `${one.code}.json` })}{' '}
        {onRemove === undefined ? (
          t('language.shipped')
        ) : (
          <For call="languages.remove">
            <button type="button" className="link" disabled={busy} onClick={onRemove}>
              {t('language.remove', { file: `${one.code}.json` })}
            </button>
          </For>
        )}
      </Text>
      {one.faults.length === 0 ? null : (
        <details>
          <summary>{t('language.faults', { count: one.faults.length })}</summary>
          <ul className="language-faults">
            {one.faults.slice(0, MOST_TOLD).map(({ key, why, holes }) => (
              <li key={key}>
                <code>{key}</code>: {t(`language.why.${why}`, { holes: holes || t('language.why.noHoles') })}
              </li>
            ))}
            {one.faults.length > MOST_TOLD ? <li>{t('language.moreFaults', { count: one.faults.length - MOST_TOLD })}</li> : null}
          </ul>
        </details>
      )}
    </div>
  );
}

import { Autocomplete } from '@mantine/core';
import { LANGUAGES } from '../../domain/dossiers.ts';
import { t } from '../text/index.ts';

/** A document's language; Vietnamese where nothing is said. */
export function LanguageField({ value, onLanguage }: { readonly value: string; readonly onLanguage: (language: string) => void }) {
  return (
    <Autocomplete
      label={t('field.language')}
      placeholder={t('remarks.languageHint')}
      data={[...LANGUAGES]}
      maxLength={30}
      value={value}
      onChange={onLanguage}
    />
  );
}

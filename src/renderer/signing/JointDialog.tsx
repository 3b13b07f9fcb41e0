/** Người ký, thể thức: for which body a document is, which form it follows, and who else signs a joint one. */
import { Button, Select, Text, TextInput } from '@mantine/core';
import { useCallback, useEffect } from 'react';
import type { JointSigner } from '../../contract/page/signing.ts';
import { FORM_PROFILE_IDS, FORM_PROFILES, type FormProfileId } from '../../domain/formProfiles.ts';
import { api } from '../core.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { type Field, maybeOneOf, maybeText, type Shape, text } from '../parts/keptFields.ts';
import { useKeptForm } from '../parts/keptForm.ts';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';
import './signing.css';

const TOPICS = [] as const;
const loadPowers = () => api['signing.powers.list']({});
interface Joint {
  readonly bodyId: string | undefined;
  readonly profile: FormProfileId | undefined;
  readonly others: readonly JointSigner[];
}
const SIGNER: Readonly<Record<keyof JointSigner, Field<string>>> = {
  agency: text(200),
  name: text(50),
  competence: text(100),
  position: text(100),
};
const isSigner = (value: unknown): value is JointSigner =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(SIGNER).every(([name, fits]) => fits((value as Readonly<Record<string, unknown>>)[name]));
const JOINT: Shape<Joint> = {
  bodyId: maybeText(64),
  profile: maybeOneOf(...FORM_PROFILE_IDS),
  others: Object.assign(
    (value: unknown): value is readonly JointSigner[] => Array.isArray(value) && value.length <= 8 && value.every(isSigner),
    { isWords: true as const },
  ),
};
const EMPTY: JointSigner = { agency: '', name: '', competence: '', position: '' };

export function JointDialog({ id, onClose, onSaved }: { readonly id: string; readonly onClose: () => void; readonly onSaved: () => void }) {
  const load = useCallback(() => api['signing.joint.get']({ id }), [id]);
  const { value: now, error } = useLoaded(load, TOPICS);
  const bodies = useLoaded(loadPowers, TOPICS).value?.bodies ?? [];
  const act = useAct();
  const kept = useKeptForm({ form: 'joint', of: id }, JOINT, () => ({ bodyId: undefined, profile: undefined, others: [] }));
  const { bodyId, profile, others } = kept.value;
  const { propose } = kept;
  useEffect(() => {
    if (now) propose({ bodyId: now.bodyId, profile: now.ownProfile ? now.profile : undefined, others: now.others });
  }, [now, propose]);
  const setOther = (index: number, next: Partial<JointSigner>): void =>
    kept.set({ others: others.map((other, i) => (i === index ? { ...other, ...next } : other)) });
  const save = async (): Promise<void> => {
    const input = { id, others: [...others], ...(bodyId ? { bodyId } : {}), ...(profile ? { profile } : {}) };
    if (!(await act.run(() => api['signing.joint.save'](input)))) return;
    void kept.end();
    onSaved();
  };
  const complete = others.every((other) => other.agency.trim() !== '' && other.name.trim() !== '');
  return (
    <FormDialog
      title={t('joint.title')}
      lead={now?.signed ? t('joint.signed') : t('joint.lead')}
      submit={t('common.save')}
      act={error ? { ...act, error } : act}
      dirty={kept.changed}
      kept={kept}
      canSubmit={now !== undefined && !now.signed && complete}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <Select
        label={t('joint.body')}
        value={bodyId ?? null}
        clearable
        placeholder={t('powers.organItself')}
        onChange={(next) => kept.set({ bodyId: next ?? undefined })}
        data={bodies.map((body) => ({ value: body.id, label: body.name }))}
      />
      <Select
        label={t('joint.profile')}
        value={profile ?? null}
        clearable
        placeholder={now ? t('joint.usualProfile', { name: FORM_PROFILES[now.profile].name }) : ''}
        onChange={(next) => kept.set({ profile: (next ?? undefined) as FormProfileId | undefined })}
        data={FORM_PROFILE_IDS.map((one) => ({ value: one, label: FORM_PROFILES[one].name }))}
      />
      <Text fw={600}>{t('joint.others')}</Text>
      {others.map((other, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the order is what is meant
        <div className="joint-signer" key={i}>
          <TextInput
            label={t('joint.agency', { position: i + 2 })}
            required
            maxLength={200}
            value={other.agency}
            onChange={(e) => setOther(i, { agency: e.currentTarget.value })}
          />
          <TextInput
            label={t('joint.name')}
            required
            maxLength={50}
            value={other.name}
            onChange={(e) => setOther(i, { name: e.currentTarget.value })}
          />
          <div className="signing-columns">
            <TextInput
              label={t('field.competence')}
              maxLength={100}
              value={other.competence}
              onChange={(e) => setOther(i, { competence: e.currentTarget.value })}
            />
            <TextInput
              label={t('field.signerPosition')}
              maxLength={100}
              value={other.position}
              onChange={(e) => setOther(i, { position: e.currentTarget.value })}
            />
          </div>
          <Button variant="subtle" color="red" size="compact-sm" onClick={() => kept.set({ others: others.filter((_, j) => j !== i) })}>
            {t('joint.remove')}
          </Button>
        </div>
      ))}
      <div>
        <Button variant="default" disabled={others.length >= 8} onClick={() => kept.set({ others: [...others, EMPTY] })}>
          {t('joint.add')}
        </Button>
      </div>
    </FormDialog>
  );
}

/** Whether and with what our packages (not the PDFs in them) are signed. */
import { Button, FileInput, Radio, Text } from '@mantine/core';
import { useState } from 'react';
import type { PackageSigning } from '../../contract/page/packages.ts';
import { api } from '../core.ts';
import { momentText } from '../format.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';

const TOPICS = [] as const;
const load = () => api['packages.signing']({});
type Kind = PackageSigning['kind'];
const KINDS: readonly Kind[] = ['none', 'machine', 'certificate'];

export default function Packages() {
  const { value, error, reload } = useLoaded(load, TOPICS);
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  return <Form key={value.kind} now={value} reload={reload} />;
}

function Form({ now, reload }: { readonly now: PackageSigning; readonly reload: () => Promise<void> }) {
  const [kind, setKind] = useState<Kind>(now.kind);
  const [key, setKey] = useState<File | null>(null);
  const [certificates, setCertificates] = useState<File | null>(null);
  const act = useAct();
  const files = kind !== 'certificate' || (key !== null && certificates !== null);
  const save = (): Promise<unknown> =>
    act.run(async () => {
      if (kind !== 'certificate') await api['packages.setSigning']({ kind });
      else if (key && certificates)
        await api['packages.setSigning']({ kind, key: await key.text(), certificates: await certificates.text() });
      setKey(null);
      setCertificates(null);
      await reload();
      say(t('settings.saved'));
    });
  return (
    <>
      <Radio.Group label={t('settings.packages.choose')} value={kind} onChange={(value) => setKind(value as Kind)}>
        {KINDS.map((one) => (
          <Radio key={one} value={one} mt={8} label={t(`settings.packages.${one}`)} description={t(`settings.packages.${one}.lead`)} />
        ))}
      </Radio.Group>
      {now.kind === 'certificate' && now.subject !== undefined && now.validTo !== undefined ? (
        <Text>{t('settings.packages.inUse', { subject: now.subject, until: momentText(now.validTo) })}</Text>
      ) : null}
      {kind === 'certificate' ? (
        <>
          <FileInput maw={460} label={t('settings.packages.key')} value={key} onChange={setKey} accept=".pem,.key" />
          <FileInput
            maw={460}
            label={t('settings.packages.certificates')}
            value={certificates}
            onChange={setCertificates}
            accept=".pem,.crt,.cer"
          />
        </>
      ) : null}
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className="settings-acts">
        <Button loading={act.busy} disabled={!files || (kind === now.kind && kind !== 'certificate')} onClick={() => void save()}>
          {t('common.save')}
        </Button>
      </div>
    </>
  );
}

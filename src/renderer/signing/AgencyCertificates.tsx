/** Whose seal a device carries: certificates recorded once from the device, and taken back. */
import { Button, Select, Text } from '@mantine/core';
import { useState } from 'react';
import type { AgencyCertificateRow } from '../../contract/page/signing.ts';
import { legalDateOf, screenDate } from '../../domain/time.ts';
import { api } from '../core.ts';
import { FormDialog } from '../parts/FormDialog.tsx';
import { ErrorNote } from '../parts/feedback.tsx';
import { For } from '../parts/may.tsx';
import { RemoveButton } from '../parts/RemoveButton.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import './signing.css';

const TOPICS = [] as const;
const load = () => api['signing.agencyCertificates.list']({});
const loadDevices = () => api['signing.agencyCertificates.devices']({});
const day = (at: number): string => screenDate(legalDateOf(at));
type Organs = readonly { readonly organId: string; readonly name: string }[];

export function AgencyCertificates() {
  const { value, error, reload } = useLoaded(load, TOPICS);
  const [adding, setAdding] = useState(false);
  const act = useAct();
  const remove = (sha256: string): void => void act.run(() => api['signing.agencyCertificates.unbind']({ sha256 })).then(() => reload());
  return (
    <>
      <h3>{t('seals.certificates')}</h3>
      <Text c="dimmed">{t('seals.certificates.lead')}</Text>
      <ErrorNote error={act.error ?? error} onClose={act.clear} />
      {value?.certificates.length === 0 ? <Text>{t('seals.certificates.none')}</Text> : null}
      <ul className="devices" aria-label={t('seals.certificates')}>
        {value?.certificates.map((row) => (
          <Row key={row.sha256} row={row} onRemove={() => remove(row.sha256)} />
        ))}
      </ul>
      <For call="signing.agencyCertificates.bind">
        <div className="settings-acts">
          <Button variant="default" onClick={() => setAdding(true)}>
            {t('seals.certificates.add')}
          </Button>
        </div>
      </For>
      {adding && value ? (
        <Bind
          organs={value.organs}
          onClose={() => setAdding(false)}
          onDone={() => {
            setAdding(false);
            void reload();
            say(t('settings.saved'));
          }}
        />
      ) : null}
    </>
  );
}

function Row({ row, onRemove }: { readonly row: AgencyCertificateRow; readonly onRemove: () => void }) {
  return (
    <li>
      <span>
        <b>{row.name}</b>
        <br />
        <span className="dim">{t('seals.certificates.of', { organ: row.organName, issuer: row.issuer, until: day(row.notAfter) })}</span>
        <br />
        <span className="dim">{t('seals.certificates.by', { by: row.by, date: day(row.at), hash: row.sha256.slice(0, 16) })}</span>
      </span>
      <For call="signing.agencyCertificates.unbind">
        <RemoveButton
          words={t('powers.remove')}
          named={t('powers.removeNamed', { name: row.name })}
          question={t('seals.certificates.removeAsk', { organ: row.organName })}
          onSure={onRemove}
        />
      </For>
    </li>
  );
}

function Bind({ organs, onClose, onDone }: { readonly organs: Organs; readonly onClose: () => void; readonly onDone: () => void }) {
  const { value, reload } = useLoaded(loadDevices, TOPICS);
  const [organId, setOrganId] = useState(organs[0]?.organId ?? '');
  const [picked, setPicked] = useState<string>();
  const act = useAct();
  const found = value?.found ?? [];
  const chosen = found.find((one) => one.certificateSha256 === picked) ?? found[0];
  const save = async (): Promise<void> => {
    if (!chosen) return;
    const { serial, certificateSha256 } = chosen;
    if (await act.run(() => api['signing.agencyCertificates.bind']({ organId, serial, certificateSha256 }))) onDone();
  };
  return (
    <FormDialog
      title={t('seals.certificates.addTitle')}
      lead={t('seals.certificates.addLead')}
      submit={t('seals.certificates.do')}
      act={act}
      dirty={false}
      canSubmit={chosen !== undefined && organId !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      {value !== undefined && found.length === 0 ? (
        <>
          <Text role="status">{t('seals.certificates.notFound')}</Text>
          <div>
            <Button variant="default" onClick={() => void reload()}>
              {t('seals.certificates.again')}
            </Button>
          </div>
        </>
      ) : (
        <Select
          label={t('seals.certificates.pick')}
          allowDeselect={false}
          value={chosen?.certificateSha256 ?? null}
          data={found.map((one) => ({ value: one.certificateSha256, label: `${one.name} · ${one.tokenLabel} · ${day(one.validTo)}` }))}
          onChange={(next) => setPicked(next ?? undefined)}
        />
      )}
      <Select
        label={t('seals.organ')}
        allowDeselect={false}
        value={organId}
        data={organs.map((organ) => ({ value: organ.organId, label: organ.name }))}
        onChange={(next) => setOrganId(next ?? '')}
      />
    </FormDialog>
  );
}

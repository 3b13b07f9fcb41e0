import { Badge, Button, FileButton, Group, Modal, Stack, Text } from '@mantine/core';
import { useCallback } from 'react';
import type { ImportedCertificate, ModuleRow } from '../../contract/page/tokens.ts';
import { legalDateOf, screenDate } from '../../domain/time.ts';
import { api, useCore } from '../core.ts';
import { ErrorNote } from '../parts/feedback.tsx';
import { RemoveButton } from '../parts/RemoveButton.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { errorText, t } from '../text/index.ts';

const NO_TOPICS = [] as const;
const loadModules = () => api['token.modules.list']({});
const loadCertificates = () => api['token.certificates.list']({});

/** Drivers of signing devices (administrators) and certificates imported by hand. */
export function Devices({ onClose }: { readonly onClose: () => void }) {
  const administrator = useCore((s) => s.app?.me?.roles.includes('administrator') ?? false);
  return (
    <Modal opened size="lg" onClose={onClose} title={t('devices.title')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack gap="lg">
        {administrator ? <Drivers /> : <Text c="dimmed">{t('devices.driversByAdministrator')}</Text>}
        <Certificates />
        <Group justify="flex-end" className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {t('common.close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Drivers() {
  const { value, error, reload } = useLoaded(loadModules, NO_TOPICS);
  const act = useAct();
  const run = useCallback(
    (work: () => Promise<unknown>) => void act.run(work).finally(() => setTimeout(() => void reload(), 1_000)),
    [act.run, reload],
  );
  return (
    <section aria-label={t('devices.drivers')}>
      <Text fw={600}>{t('devices.drivers')}</Text>
      <Text c="dimmed">{t('devices.driversLead')}</Text>
      <ErrorNote error={act.error ?? error} onClose={act.clear} />
      <ul className="devices">
        {value?.modules.map((module) => (
          <DriverRow key={module.path} module={module} onRemove={() => run(() => api['token.modules.remove']({ path: module.path }))} />
        ))}
      </ul>
      <Group>
        <Button variant="default" loading={act.busy} onClick={() => run(() => api['token.modules.add']({}))}>
          {t('devices.addDriver')}
        </Button>
        <Button variant="subtle" disabled={act.busy} onClick={() => run(() => api['token.restart']({}))}>
          {t('devices.restart')}
        </Button>
      </Group>
    </section>
  );
}

function DriverRow({ module, onRemove }: { readonly module: ModuleRow; readonly onRemove: () => void }) {
  return (
    <li>
      <span>
        <b>{module.name}</b>{' '}
        <Badge variant="outline" radius="sm" tt="none" color={module.error ? 'red' : 'green'}>
          {t(module.error ? 'devices.failed' : 'devices.loaded')}
        </Badge>
        <br />
        <span className="dim">{module.path}</span>
        {module.allowed && module.at !== undefined ? (
          <>
            <br />
            <span className="dim">
              {t('devices.allowedBy', {
                by: module.by ?? '',
                date: screenDate(legalDateOf(module.at)),
                hash: (module.sha256 ?? '').slice(0, 16),
              })}
            </span>
          </>
        ) : null}
        {module.error ? <span className="signer-refused">{errorText(module.error)}</span> : null}
      </span>
      {module.allowed ? (
        <RemoveButton
          words={t('devices.remove')}
          named={t('devices.removeNamed', { name: module.name })}
          question={t('devices.removeDriverAsk')}
          onSure={onRemove}
        />
      ) : null}
    </li>
  );
}

const MAX_CERTIFICATE_BYTES = 16_384;
function Certificates() {
  const { value, error, reload } = useLoaded(loadCertificates, NO_TOPICS);
  const act = useAct();
  const run = (work: () => Promise<unknown>): void => void act.run(work).finally(() => void reload());
  const take = (file: File | null): void => {
    if (file === null) return;
    if (file.size > MAX_CERTIFICATE_BYTES) act.fail({ code: 'token.not_a_certificate' });
    else run(async () => api['token.certificates.import']({ data: new Uint8Array(await file.arrayBuffer()) }));
  };
  return (
    <section aria-label={t('devices.certificates')}>
      <Text fw={600}>{t('devices.certificates')}</Text>
      <Text c="dimmed">{t('devices.certificatesLead')}</Text>
      <ErrorNote error={act.error ?? error} onClose={act.clear} />
      <ul className="devices">
        {value?.certificates.map((certificate) => (
          <CertificateRow
            key={certificate.sha256}
            certificate={certificate}
            onRemove={() => run(() => api['token.certificates.remove']({ sha256: certificate.sha256 }))}
          />
        ))}
      </ul>
      <FileButton accept=".cer,.crt,.pem,.der" onChange={take} inputProps={{ 'aria-label': t('devices.import') }}>
        {(props) => (
          <Button variant="default" loading={act.busy} {...props}>
            {t('devices.import')}
          </Button>
        )}
      </FileButton>
    </section>
  );
}

function CertificateRow({ certificate, onRemove }: { readonly certificate: ImportedCertificate; readonly onRemove: () => void }) {
  const { validFrom, validTo, expiry } = certificate;
  return (
    <li>
      <span>
        <b>{certificate.commonName}</b>
        <br />
        <span className="dim">
          {t('signing.issuer', { issuer: certificate.issuer })} ·{' '}
          {t('signing.valid', { from: screenDate(legalDateOf(validFrom)), to: screenDate(legalDateOf(validTo)) })}
        </span>
        {expiry ? <span className="signer-expiry">{t('signing.expiry', { days: expiry.days })}</span> : null}
      </span>
      <RemoveButton
        words={t('devices.remove')}
        named={t('devices.removeNamed', { name: certificate.commonName })}
        question={t('devices.removeCertificateAsk')}
        onSure={onRemove}
      />
    </li>
  );
}

/** Chứng thư tin cậy: what is trusted and why, signed updates, an administrator's additions, asking the network. */
import { Button, Checkbox, FileInput, Group, Modal, Text, TextInput, Title } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { TrustRow, TrustView, VerifyState } from '../../contract/page/verify.ts';
import { legalDateOf } from '../../domain/time.ts';
import { api, useCore } from '../core.ts';
import { dateText, momentText } from '../format.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import './verify.css';

const TOPICS = ['verify'] as const;
const bytesOf = async (file: File): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());

export default function TrustSection() {
  const load = useCallback(() => Promise.all([api['trust.state']({}), api['verify.state']({})]), []);
  const { value, error, reload } = useLoaded(load, TOPICS);
  const administrator = useCore((s) => s.app?.me?.roles.includes('administrator') ?? false);
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const [trust, state] = value;
  return (
    <>
      <Certificates trust={trust} administrator={administrator} reload={reload} />
      <Pins trust={trust} />
      {administrator ? (
        <>
          <Add reload={reload} />
          <Update trust={trust} reload={reload} />
          <Network key={`${state.online}${state.proxy}`} state={state} reload={reload} />
        </>
      ) : null}
    </>
  );
}

interface Part {
  readonly reload: () => Promise<void>;
}
function Certificates({ trust, administrator, reload }: Part & { readonly trust: TrustView; readonly administrator: boolean }) {
  const [asked, setAsked] = useState<TrustRow>();
  const act = useAct();
  const remove = (row: TrustRow): Promise<unknown> =>
    act.run(async () => {
      await api['trust.remove']({ sha256: row.sha256 });
      setAsked(undefined);
      await reload();
      say(t('trust.removed', { name: row.name }));
    });
  return (
    <section aria-label={t('trust.certificates')}>
      <Title order={3}>{t('trust.certificates')}</Title>
      {trust.certificates.length === 0 ? <Text c="dimmed">{t('trust.none')}</Text> : null}
      <ul className="trust-list">
        {trust.certificates.map((row) => (
          <li key={row.sha256}>
            <Group gap="xs">
              <b>{row.name}</b>
              <span className="dim">
                {t(`trust.role.${row.role}`)} · {t('trust.until', { date: dateText(legalDateOf(row.notAfter)) })} ·{' '}
                {t(`trust.origin.${row.origin}`, {
                  by: row.addedBy ?? '',
                  at: row.addedAt === undefined ? '' : dateText(legalDateOf(row.addedAt)),
                })}
              </span>
              {administrator && row.origin === 'administrator' ? (
                <Button size="compact-sm" variant="default" aria-label={`${t('trust.remove')} ${row.name}`} onClick={() => setAsked(row)}>
                  {t('trust.remove')}
                </Button>
              ) : null}
            </Group>
            <div className="trust-sha">SHA-256 {row.sha256}</div>
          </li>
        ))}
      </ul>
      {asked ? (
        <Modal opened onClose={() => setAsked(undefined)} title={t('trust.remove')} closeButtonProps={{ 'aria-label': t('common.close') }}>
          <Text>{t('trust.removeAsk', { name: asked.name })}</Text>
          <ErrorNote error={act.error} onClose={act.clear} />
          <Group justify="flex-end" mt="md" className="dialog-foot">
            <Button variant="default" onClick={() => setAsked(undefined)}>
              {t('common.cancel')}
            </Button>
            <Button color="red" loading={act.busy} onClick={() => void remove(asked)}>
              {t('trust.remove')}
            </Button>
          </Group>
        </Modal>
      ) : null}
    </section>
  );
}

function Pins({ trust }: { readonly trust: TrustView }) {
  const { bundle } = trust;
  return (
    <section aria-label={t('trust.pins')}>
      <Title order={3} mt="md">
        {t('trust.pins')}
      </Title>
      <Text c="dimmed">
        {bundle.installedAt === undefined
          ? t('trust.bundle', { version: bundle.version, date: dateText(bundle.issuedAt) })
          : t('trust.bundleInstalled', {
              version: bundle.version,
              date: dateText(bundle.issuedAt),
              by: bundle.installedBy ?? '',
              at: momentText(bundle.installedAt),
            })}
      </Text>
      <ul className="trust-list">
        {trust.pins.map((pin) => (
          <li key={pin.sha256}>
            {pin.name}{' '}
            <span className="dim">
              ({t(pin.role === 'root' ? 'trust.role.anchor' : 'trust.role.intermediate')},{' '}
              {t(pin.held ? 'trust.pin.held' : 'trust.pin.missing')})
            </span>
            <div className="trust-sha">SHA-256 {pin.sha256}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Add({ reload }: Part) {
  const [file, setFile] = useState<File | null>(null);
  const [asAnchor, setAsAnchor] = useState(false);
  const act = useAct();
  const add = (chosen: File): Promise<unknown> =>
    act.run(async () => {
      const added = await api['trust.add']({ bytes: await bytesOf(chosen), asAnchor });
      setFile(null);
      await reload();
      say(t('trust.added', { name: added.name }));
    });
  return (
    <section aria-label={t('trust.add')}>
      <Title order={3} mt="md">
        {t('trust.add')}
      </Title>
      <Text c="dimmed">{t('trust.addHint')}</Text>
      <Group align="flex-end" mt={6}>
        <FileInput w={320} aria-label={t('trust.add')} value={file} onChange={setFile} accept=".cer,.crt,.pem,.der" />
        <Checkbox mb={8} label={t('trust.asAnchor')} checked={asAnchor} onChange={(e) => setAsAnchor(e.currentTarget.checked)} />
        <Button disabled={file === null} loading={act.busy} onClick={() => file && void add(file)}>
          {t('trust.add')}
        </Button>
      </Group>
      <ErrorNote error={act.error} onClose={act.clear} />
    </section>
  );
}

function Update({ trust, reload }: Part & { readonly trust: TrustView }) {
  const [file, setFile] = useState<File | null>(null);
  const act = useAct();
  const update = (chosen: File): Promise<unknown> =>
    act.run(async () => {
      const now = await api['trust.update']({ bytes: await bytesOf(chosen) });
      setFile(null);
      await reload();
      say(t('trust.updated', { version: now.bundle.version }));
    });
  const fetchMissing = (): Promise<unknown> =>
    act.run(async () => {
      const { came } = await api['trust.fetch']({});
      await reload();
      say(came > 0 ? t('trust.fetched', { count: came }) : t('trust.fetchedNone'));
    });
  return (
    <section aria-label={t('trust.update')}>
      <Title order={3} mt="md">
        {t('trust.update')}
      </Title>
      <Text c="dimmed">{t(trust.updatable ? 'trust.updateHint' : 'trust.notUpdatable')}</Text>
      <Group align="flex-end" mt={6}>
        <FileInput w={320} aria-label={t('trust.update')} value={file} onChange={setFile} />
        <Button disabled={file === null} loading={act.busy} onClick={() => file && void update(file)}>
          {t('trust.update')}
        </Button>
        <Button variant="default" loading={act.busy} onClick={() => void fetchMissing()}>
          {t('trust.fetch')}
        </Button>
      </Group>
      <ErrorNote error={act.error} onClose={act.clear} />
    </section>
  );
}

function Network({ state, reload }: Part & { readonly state: VerifyState }) {
  const [online, setOnline] = useState(state.online);
  const [proxy, setProxy] = useState(state.proxy);
  const act = useAct();
  const save = (): Promise<unknown> =>
    act.run(async () => {
      await api['verify.setNetwork']({ online, proxy: proxy.trim() });
      await reload();
      say(t('settings.saved'));
    });
  return (
    <section aria-label={t('trust.network')}>
      <Title order={3} mt="md">
        {t('trust.network')}
      </Title>
      <Checkbox mt={6} label={t('trust.online')} checked={online} onChange={(e) => setOnline(e.currentTarget.checked)} />
      <TextInput
        mt={8}
        maw={420}
        label={t('trust.proxy')}
        description={t('trust.proxyHint')}
        value={proxy}
        onChange={(e) => setProxy(e.currentTarget.value)}
      />
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className="settings-acts">
        <Button loading={act.busy} disabled={online === state.online && proxy === state.proxy} onClick={() => void save()}>
          {t('common.save')}
        </Button>
      </div>
    </section>
  );
}

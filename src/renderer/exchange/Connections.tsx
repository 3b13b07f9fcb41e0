/** Cài đặt › Kết nối: how each organ reaches the axis, and a test that says step by step what failed. */
import { Button, Checkbox, FileInput, Group, NumberInput, PasswordInput, Radio, Select, Text, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { CertificateFacts, ConnectionInput, ConnectionView } from '../../contract/page/connections.ts';
import { SECURITY_SERVERS, type StepResult, TRANSPORT_KINDS } from '../../domain/connection.ts';
import { api } from '../core.ts';
import { momentText } from '../format.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { errorText, t } from '../text/index.ts';
import './exchange.css';

const TOPICS = [] as const;
const load = () => api['connections.list']({});

export default function Connections() {
  const { value, error, reload } = useLoaded(load, TOPICS);
  const [organ, setOrgan] = useState<string>();
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const shown = value.connections.find((one) => one.organId === organ) ?? value.connections[0];
  if (shown === undefined) return <Text>{t('connections.none')}</Text>;
  return (
    <>
      {value.connections.length > 1 ? (
        <Select
          maw={460}
          label={t('connections.organ')}
          data={value.connections.map((one) => ({ value: one.organId, label: `${one.name} (${one.organId})` }))}
          value={shown.organId}
          allowDeselect={false}
          onChange={(id) => id && setOrgan(id)}
        />
      ) : null}
      <Form key={shown.organId} now={shown} reload={reload} />
    </>
  );
}

const fileText = async (file: File | null): Promise<string | undefined> => (file === null ? undefined : file.text());
/** Base64 of a file of at most some hundred kilobytes. */
async function fileBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
const seconds = (ms: number): number => Math.round(ms / 1000);

interface Files {
  readonly authorities: File | null;
  readonly certificate: File | null;
  readonly key: File | null;
  readonly p12: File | null;
}
const NO_FILES: Files = { authorities: null, certificate: null, key: null, p12: null };

/** What was typed, over what stands: a secret that was not typed is kept. */
function useTyped(now: ConnectionView) {
  const [plain, setPlain] = useState({
    endpoint: now.endpoint,
    systemId: now.systemId,
    secret: '',
    transport: now.transport,
    securityServer: now.securityServer,
    padded: now.hashFileForm === 'padded',
    listByDates: now.listByDates,
    connect: seconds(now.timeouts.connectMs),
    answer: seconds(now.timeouts.answerMs),
    idle: seconds(now.timeouts.idleMs),
    useProxy: now.proxy !== undefined,
    proxyHost: now.proxy?.host ?? '',
    proxyPort: now.proxy?.port ?? 8080,
    proxyUser: now.proxy?.user ?? '',
    proxyPassword: '',
    passphrase: '',
    dropAuthorities: false,
    dropClient: false,
  });
  const [files, setFiles] = useState<Files>(NO_FILES);
  const [clientKind, setClientKind] = useState<'pkcs12' | 'pem'>('pkcs12');
  const set = (part: Partial<typeof plain>): void => setPlain((old) => ({ ...old, ...part }));
  const input = async (): Promise<ConnectionInput> => {
    const authorities = await fileText(files.authorities);
    const client = await clientOf(clientKind, files, plain.passphrase);
    return {
      organId: now.organId,
      endpoint: plain.endpoint.trim(),
      systemId: plain.systemId.trim(),
      ...(plain.secret === '' ? {} : { secret: plain.secret }),
      settings: {
        transport: plain.transport,
        securityServer: plain.securityServer,
        hashFileForm: plain.padded ? 'padded' : 'unpadded',
        listByDates: plain.listByDates,
        timeouts: { connectMs: plain.connect * 1000, answerMs: plain.answer * 1000, idleMs: plain.idle * 1000 },
      },
      proxy: plain.useProxy
        ? {
            host: plain.proxyHost.trim(),
            port: plain.proxyPort,
            ...(plain.proxyUser === '' ? {} : { user: plain.proxyUser }),
            ...(plain.proxyPassword === '' ? {} : { password: plain.proxyPassword }),
          }
        : null,
      ...(authorities === undefined ? (plain.dropAuthorities ? { authorities: null } : {}) : { authorities }),
      ...(client === undefined ? (plain.dropClient ? { client: null } : {}) : { client }),
    };
  };
  const clear = (): void => {
    setFiles(NO_FILES);
    set({ secret: '', proxyPassword: '', passphrase: '', dropAuthorities: false, dropClient: false });
  };
  return { plain, set, files, setFiles, clientKind, setClientKind, input, clear };
}
type Typed = ReturnType<typeof useTyped>;

async function clientOf(kind: 'pkcs12' | 'pem', files: Files, passphrase: string): Promise<ConnectionInput['client'] | undefined> {
  const secret = passphrase === '' ? {} : { passphrase };
  if (kind === 'pkcs12') return files.p12 === null ? undefined : { kind, bytes: await fileBase64(files.p12), ...secret };
  if (files.certificate === null || files.key === null) return undefined;
  return { kind, certificate: await files.certificate.text(), key: await files.key.text(), ...secret };
}

function Form({ now, reload }: { readonly now: ConnectionView; readonly reload: () => Promise<void> }) {
  const typed = useTyped(now);
  const { plain, set } = typed;
  const act = useAct();
  const [steps, setSteps] = useState<readonly StepResult[]>();
  const test = (): Promise<unknown> =>
    act.run(async () => {
      setSteps(undefined);
      setSteps((await api['connections.test'](await typed.input())).steps);
    });
  const save = (): Promise<unknown> =>
    act.run(async () => {
      await api['connections.save'](await typed.input());
      typed.clear();
      await reload();
      say(t('settings.saved'));
    });
  return (
    <>
      <div className="form-columns">
        <Radio.Group
          label={t('connections.transport')}
          value={plain.transport}
          onChange={(v) => set({ transport: v as typeof plain.transport })}
        >
          {TRANSPORT_KINDS.map((one) => (
            <Radio key={one} value={one} mt={6} label={t(`connections.transport.${one}`)} />
          ))}
        </Radio.Group>
        <Radio.Group
          label={t('connections.server')}
          value={plain.securityServer}
          onChange={(v) => set({ securityServer: v as typeof plain.securityServer })}
        >
          {SECURITY_SERVERS.map((one) => (
            <Radio key={one} value={one} mt={6} label={t(`connections.server.${one}`)} />
          ))}
        </Radio.Group>
        <TextInput
          className="form-wide"
          label={t('connections.endpoint')}
          placeholder="https://truc-lien-thong.vi-du.vn"
          maxLength={500}
          value={plain.endpoint}
          onChange={(e) => set({ endpoint: e.currentTarget.value })}
        />
        <TextInput
          label={t('connections.systemId')}
          maxLength={200}
          value={plain.systemId}
          onChange={(e) => set({ systemId: e.currentTarget.value })}
        />
        <PasswordInput
          label={t('connections.secret')}
          placeholder={now.hasSecret ? t('connections.kept') : ''}
          maxLength={500}
          value={plain.secret}
          onChange={(e) => set({ secret: e.currentTarget.value })}
        />
      </div>
      <Certificates now={now} typed={typed} />
      <Network typed={typed} />
      <ErrorNote error={act.error} onClose={act.clear} />
      <div className="settings-acts">
        <Button variant="default" loading={act.busy} disabled={plain.endpoint.trim() === ''} onClick={() => void test()}>
          {t('connections.test')}
        </Button>
        <Button loading={act.busy} onClick={() => void save()}>
          {t('common.save')}
        </Button>
      </div>
      {steps === undefined ? null : <Steps steps={steps} server={plain.securityServer} />}
    </>
  );
}

const factsText = (one: CertificateFacts): string =>
  one.name === undefined || one.until === undefined
    ? t('connections.certificate.put')
    : t('connections.certificate.facts', { name: one.name, until: momentText(one.until) });

function Certificates({ now, typed }: { readonly now: ConnectionView; readonly typed: Typed }) {
  const { plain, set, files, setFiles, clientKind, setClientKind } = typed;
  return (
    <>
      <h3>{t('connections.certificates')}</h3>
      <div className="form-columns">
        <div>
          <FileInput
            label={t('connections.authorities')}
            description={t('connections.authorities.lead')}
            accept=".pem,.crt,.cer"
            clearable
            value={files.authorities}
            onChange={(authorities) => setFiles({ ...files, authorities })}
          />
          {now.authorities?.map((one) => (
            <Text key={`${one.name}${one.until}`} size="sm">
              {factsText(one)}
            </Text>
          ))}
          {now.authorities ? (
            <Checkbox
              mt={6}
              label={t('connections.drop')}
              checked={plain.dropAuthorities}
              onChange={(e) => set({ dropAuthorities: e.currentTarget.checked })}
            />
          ) : null}
        </div>
        <div>
          <Radio.Group
            label={t('connections.client')}
            description={t('connections.client.lead')}
            value={clientKind}
            onChange={(v) => setClientKind(v as typeof clientKind)}
          >
            <Group mt={6}>
              <Radio value="pkcs12" label="PKCS#12 (.p12, .pfx)" />
              <Radio value="pem" label="PEM" />
            </Group>
          </Radio.Group>
          {clientKind === 'pkcs12' ? (
            <FileInput
              mt={6}
              aria-label={t('connections.client.p12')}
              placeholder={t('connections.client.p12')}
              accept=".p12,.pfx"
              clearable
              value={files.p12}
              onChange={(p12) => setFiles({ ...files, p12 })}
            />
          ) : (
            <Group mt={6} grow>
              <FileInput
                placeholder={t('connections.client.certificate')}
                aria-label={t('connections.client.certificate')}
                accept=".pem,.crt,.cer"
                clearable
                value={files.certificate}
                onChange={(certificate) => setFiles({ ...files, certificate })}
              />
              <FileInput
                placeholder={t('connections.client.key')}
                aria-label={t('connections.client.key')}
                accept=".pem,.key"
                clearable
                value={files.key}
                onChange={(key) => setFiles({ ...files, key })}
              />
            </Group>
          )}
          <PasswordInput
            mt={6}
            placeholder={t('connections.client.passphrase')}
            aria-label={t('connections.client.passphrase')}
            maxLength={200}
            value={plain.passphrase}
            onChange={(e) => set({ passphrase: e.currentTarget.value })}
          />
          {now.client ? (
            <>
              <Text size="sm" mt={4}>
                {factsText(now.client)}
              </Text>
              <Checkbox
                mt={6}
                label={t('connections.drop')}
                checked={plain.dropClient}
                onChange={(e) => set({ dropClient: e.currentTarget.checked })}
              />
            </>
          ) : null}
        </div>
      </div>
    </>
  );
}

function Network({ typed: { plain, set } }: { readonly typed: Typed }) {
  const number = (key: 'connect' | 'answer' | 'idle', max: number) => (
    <NumberInput
      w={180}
      label={t(`connections.timeout.${key}`)}
      min={1}
      max={max}
      allowDecimal={false}
      value={plain[key]}
      onChange={(v) => set({ [key]: Math.max(1, Number(v) || 1) })}
    />
  );
  return (
    <>
      <h3>{t('connections.network')}</h3>
      <Checkbox label={t('connections.proxy')} checked={plain.useProxy} onChange={(e) => set({ useProxy: e.currentTarget.checked })} />
      {plain.useProxy ? (
        <Group align="end">
          <TextInput
            w={220}
            label={t('connections.proxy.host')}
            maxLength={255}
            value={plain.proxyHost}
            onChange={(e) => set({ proxyHost: e.currentTarget.value })}
          />
          <NumberInput
            w={110}
            label={t('connections.proxy.port')}
            min={1}
            max={65_535}
            allowDecimal={false}
            value={plain.proxyPort}
            onChange={(v) => set({ proxyPort: Number(v) || 1 })}
          />
          <TextInput
            w={170}
            label={t('connections.proxy.user')}
            maxLength={200}
            value={plain.proxyUser}
            onChange={(e) => set({ proxyUser: e.currentTarget.value })}
          />
          <PasswordInput
            w={170}
            label={t('connections.proxy.password')}
            maxLength={200}
            value={plain.proxyPassword}
            onChange={(e) => set({ proxyPassword: e.currentTarget.value })}
          />
        </Group>
      ) : null}
      <Group align="end">
        {number('connect', 120)}
        {number('answer', 600)}
        {number('idle', 600)}
      </Group>
      <Checkbox
        label={t('connections.listByDates')}
        checked={plain.listByDates}
        disabled={plain.transport === 'rest'}
        onChange={(e) => set({ listByDates: e.currentTarget.checked })}
      />
      <Checkbox
        label={t('connections.padded')}
        checked={plain.padded}
        disabled={plain.transport === 'rest'}
        onChange={(e) => set({ padded: e.currentTarget.checked })}
      />
    </>
  );
}

const MARK: Readonly<Record<StepResult['outcome'], string>> = {
  ok: 'step-ok',
  failed: 'step-failed',
  not_reached: 'step-none',
  not_needed: 'step-none',
};

function Steps({ steps, server }: { readonly steps: readonly StepResult[]; readonly server: 'own' | 'shared' }) {
  const failed = steps.find((step) => step.outcome === 'failed');
  const section = useRef<HTMLElement>(null);
  // The form is longer than the window; the answer is what was asked for.
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'end' });
  }, []);
  return (
    <section ref={section} aria-label={t('connections.steps')} role="status">
      <h3>{t('connections.steps')}</h3>
      <table className="connection-steps">
        <tbody>
          {steps.map((step) => (
            <tr key={step.step}>
              <th scope="row">{t(`connections.step.${step.step}`)}</th>
              <td className={MARK[step.outcome]}>{t(`connections.outcome.${step.outcome}`)}</td>
              <td>{step.error ? errorText(step.error) : (step.found ?? '')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Text mt="sm">{failed === undefined ? t('connections.allWell') : t(`connections.whom.${server}`)}</Text>
    </section>
  );
}

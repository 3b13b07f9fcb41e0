/** Cài đặt › Con dấu, chữ ký: pictures with their true size in millimetres. */
import { Button, FileInput, Group, NumberInput, Select, Text, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import type { ImageRow } from '../../contract/page/signing.ts';
import { api } from '../core.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { RemoveButton } from '../parts/RemoveButton.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { AgencyCertificates } from './AgencyCertificates.tsx';
import './signing.css';

const TOPICS = [] as const;
const load = () => api['signing.images.list']({});
const MAX_PNG = 1024 * 1024;
/** What the contract takes. */
const MIN_MM = 8;
const MAX_MM = 80;
/** CSS pixels a millimetre, for showing a picture about as large as it is. */
const PX_PER_MM = 96 / 25.4;
type Organs = readonly { readonly organId: string; readonly name: string }[];

export default function Seals() {
  const { value, error, reload } = useLoaded(load, TOPICS);
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  return (
    <>
      {(['seal', 'signature'] as const).map((kind) => (
        <KindList
          key={kind}
          kind={kind}
          images={value.images.filter((image) => image.kind === kind)}
          organs={value.organs}
          reload={reload}
        />
      ))}
      <AgencyCertificates />
    </>
  );
}

interface KindProps {
  readonly kind: ImageRow['kind'];
  readonly images: readonly ImageRow[];
  readonly organs: Organs;
  readonly reload: () => Promise<void>;
}
function KindList({ kind, images, organs, reload }: KindProps) {
  const act = useAct();
  const [owner, setOwner] = useState(kind === 'seal' ? (organs[0]?.organId ?? '') : '');
  const [widthMm, setWidthMm] = useState<number>(kind === 'seal' ? 36 : 40);
  const [file, setFile] = useState<File | null>(null);
  const fits = widthMm >= MIN_MM && widthMm <= MAX_MM;
  const save = (): void =>
    void act.run(async () => {
      if (!file) {
        act.fail({ code: 'signing.image_missing' });
        return;
      }
      if (file.size > MAX_PNG) {
        act.fail({ code: 'signing.image_large' });
        return;
      }
      const before = images.find((image) => image.owner === owner);
      const old = before === undefined ? undefined : await api['signing.images.read']({ kind, owner });
      await api['signing.images.save']({ kind, owner, widthMm, png: new Uint8Array(await file.arrayBuffer()) });
      setFile(null);
      await reload();
      // The picture before is in nobody's hands any more: it may come back while the note stands.
      const png = old?.png;
      if (before === undefined || png === undefined) return say(t('settings.saved'));
      say(t('seals.replaced', { name: nameOf(owner) }), async () => {
        await api['signing.images.save']({ kind, owner, widthMm: before.widthMm, png });
        await reload();
        return t('seals.restored', { name: nameOf(owner) });
      });
    });
  const remove = async (of: string): Promise<void> => {
    if (!(await act.run(() => api['signing.images.remove']({ kind, owner: of })))) return;
    await reload();
    say(t('seals.removed', { name: nameOf(of) }));
  };
  const nameOf = (id: string): string => organs.find((o) => o.organId === id)?.name ?? id;
  return (
    <>
      <h3>{t(`seals.${kind}`)}</h3>
      <Text c="dimmed">{t(`seals.${kind}.lead`)}</Text>
      <ErrorNote error={act.error} onClose={act.clear} />
      <ul className="devices">
        {images.map((image) => (
          <li key={image.owner}>
            <Group wrap="nowrap">
              <Picture image={image} />
              <span>
                <b>{nameOf(image.owner)}</b>
                <br />
                <span className="dim">{t('seals.width', { mm: image.widthMm })}</span>
              </span>
            </Group>
            <RemoveButton
              words={t('powers.remove')}
              named={t(`seals.remove.${kind}`, { name: nameOf(image.owner) })}
              question={t(`seals.removeAsk.${kind}`)}
              onSure={() => void remove(image.owner)}
            />
          </li>
        ))}
      </ul>
      <Group
        align="flex-start"
        component="form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          save();
        }}
      >
        {kind === 'seal' ? (
          <Select
            label={t('seals.organ')}
            value={owner}
            allowDeselect={false}
            onChange={(next) => setOwner(next ?? '')}
            data={organs.map((o) => ({ value: o.organId, label: o.name }))}
            w={260}
          />
        ) : (
          <TextInput
            label={t('seals.person')}
            value={owner}
            required
            maxLength={50}
            w={260}
            onChange={(e) => setOwner(e.currentTarget.value)}
          />
        )}
        <NumberInput
          label={t(kind === 'seal' ? 'seals.diameter' : 'seals.widthMm')}
          value={widthMm}
          // A size that was measured wrongly is said, never bent to one that fits.
          clampBehavior="none"
          min={MIN_MM}
          max={MAX_MM}
          decimalScale={1}
          decimalSeparator=","
          w={170}
          error={fits ? undefined : t('seals.mmWrong', { min: MIN_MM, max: MAX_MM })}
          onChange={(next) => setWidthMm(next === '' ? Number.NaN : Number(next))}
        />
        <FileInput
          label={t('seals.file')}
          accept="image/png"
          placeholder={t('seals.choose')}
          required
          value={file}
          onChange={(next) => {
            setFile(next);
            act.clear();
          }}
          w={220}
          clearable
        />
        <Button type="submit" className="seal-save" loading={act.busy} disabled={!fits}>
          {t('common.save')}
        </Button>
      </Group>
    </>
  );
}

function Picture({ image }: { readonly image: ImageRow }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    let made: string | undefined;
    let here = true;
    api['signing.images.read']({ kind: image.kind, owner: image.owner }).then(
      ({ png }) => {
        if (!png || !here) return;
        made = URL.createObjectURL(new Blob([new Uint8Array(png)], { type: 'image/png' }));
        setUrl(made);
      },
      () => {},
    );
    return () => {
      here = false;
      if (made) URL.revokeObjectURL(made);
    };
  }, [image]);
  return url === undefined ? null : <img className="seal-picture" src={url} alt="" style={{ width: image.widthMm * PX_PER_MM }} />;
}

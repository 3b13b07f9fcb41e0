/** A warning beside the form: documents that are here already and may be this one, as soon as number and office stand in it. */
import { Alert, Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { LikelyTwin } from '../../contract/page/reading.ts';
import { api } from '../core.ts';
import { numberText } from '../format.ts';
import { go } from '../shell/view.ts';
import { t } from '../text/index.ts';

interface Props {
  readonly sender: string;
  readonly number: string;
  readonly notation: string;
  readonly date?: string | undefined;
}
/** Typing goes on: asked when it rests. */
const REST_MS = 350;

export function Twins({ sender, number, notation, date }: Props) {
  const [twins, setTwins] = useState<readonly LikelyTwin[]>([]);
  useEffect(() => {
    if (sender.trim() === '' || number.trim() === '') {
      setTwins([]);
      return;
    }
    let here = true;
    const timer = setTimeout(() => {
      api['reading.twins']({ sender: sender.trim(), number: number.trim(), notation: notation.trim(), ...(date ? { date } : {}) }).then(
        ({ rows }) => here && setTwins(rows),
        () => here && setTwins([]),
      );
    }, REST_MS);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [sender, number, notation, date]);
  const [twin] = twins;
  if (!twin) return null;
  const arrival =
    twin.arrivalNumber === undefined ? t('reading.twin.unnumbered') : t('reading.twin.arrival', { number: numberText(twin.arrivalNumber) });
  return (
    <Alert color="orange" variant="light" p="xs" role="status" className="form-wide">
      {t(twin.alike === 'same' ? 'reading.twin.same' : 'reading.twin.nearly', { code: twin.code, sender: twin.sender, arrival })}{' '}
      <Button size="compact-xs" variant="default" onClick={() => go({ at: 'incoming', id: twin.id })}>
        {t('reading.twin.open')}
      </Button>
    </Alert>
  );
}

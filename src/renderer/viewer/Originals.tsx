/** What came, byte for byte, beside what was made of it: a mended file's own bytes, the scanner's files. */
import { Group, Text } from '@mantine/core';
import { useCallback } from 'react';
import { api } from '../core.ts';
import { sizeText } from '../format.ts';
import { Section } from '../parts/facts.tsx';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';
import { Leave } from './Leave.tsx';

interface Props {
  readonly side: 'incoming' | 'outgoing';
  readonly id: string;
}
const TOPICS = { incoming: ['incoming', 'scanning'], outgoing: ['outgoing'] } as const;

export function Originals({ side, id }: Props) {
  const load = useCallback(() => api['originals.list'](side === 'incoming' ? { incomingId: id } : { outgoingId: id }), [side, id]);
  const { value } = useLoaded(load, TOPICS[side]);
  if (!value || value.files.length === 0) return null;
  return (
    <Section title={t('originals.title')}>
      {value.files.map((file) => (
        <Group key={file.id} justify="space-between" wrap="nowrap" gap="sm" mb="xs">
          <div>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {file.name} <span className="dim">({sizeText(file.size)})</span>
            </Text>
            <Text size="sm" c="dimmed">
              {t(file.mended ? 'originals.mended' : 'originals.scanned')}
            </Text>
          </div>
          <div style={{ flex: 'none' }}>
            <Leave
              file={file}
              onDone={say}
              save={() => api['originals.save']({ id: file.id, ...(side === 'incoming' ? { incomingId: id } : { outgoingId: id }) })}
            />
          </div>
        </Group>
      ))}
    </Section>
  );
}

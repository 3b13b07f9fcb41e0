/** Signature blocks that the table of powers proposes for this kind of document today; nothing where there is no table. */
import { Button, Group, Text } from '@mantine/core';
import { useCallback } from 'react';
import { api } from '../core.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { t } from '../text/index.ts';

const TOPICS = [] as const;
interface Props {
  readonly typeName: string;
  readonly onChoose: (block: { signer: string; competence: string; signerPosition: string }) => void;
}
export function PowersField({ typeName, onChoose }: Props) {
  const load = useCallback(() => api['signing.blocks']({ typeName }), [typeName]);
  const blocks = useLoaded(load, TOPICS).value?.blocks ?? [];
  if (blocks.length === 0) return null;
  return (
    <div className="form-wide">
      <Text size="sm" fw={600}>
        {t('draft.powers')}
      </Text>
      <Group gap={6}>
        {blocks.slice(0, 6).map(({ person, competence, position }) => (
          <Button
            key={`${person} ${competence} ${position}`}
            variant="default"
            size="compact-md"
            onClick={() => onChoose({ signer: person, competence, signerPosition: position })}
          >
            {[person, competence, position].filter(Boolean).join(' · ')}
          </Button>
        ))}
      </Group>
    </div>
  );
}

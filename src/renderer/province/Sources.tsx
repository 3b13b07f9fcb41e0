/** Cài đặt › Phần mềm của tỉnh: who gives each book's numbers, who collects each organ's packages. */
import { Radio } from '@mantine/core';
import { api } from '../core.ts';
import { ErrorNote, Waiting } from '../parts/feedback.tsx';
import { useAct } from '../parts/useAct.ts';
import { useLoaded } from '../parts/useLoaded.ts';
import { say } from '../shell/view.ts';
import { t } from '../text/index.ts';

const TOPICS = ['registers'] as const;
const load = () => api['province.state']({});
const NUMBERS = ['here', 'province', 'blocks'] as const;
const COLLECTS = ['here', 'province'] as const;

export default function Sources() {
  const { value, error, reload } = useLoaded(load, TOPICS);
  const act = useAct();
  if (value === undefined) return error ? <ErrorNote error={error} /> : <Waiting />;
  const set = (work: () => Promise<unknown>): void =>
    void act.run(async () => {
      await work();
      await reload();
      say(t('settings.saved'));
    });
  return (
    <>
      <ErrorNote error={act.error} onClose={act.clear} />
      {value.books.map((book) => (
        <Radio.Group
          key={book.bookId}
          label={`${t('province.numbers')}: ${book.name}`}
          value={book.numbers}
          onChange={(next) => {
            const numbers = NUMBERS.find((one) => one === next) ?? 'here';
            set(() => api['province.setNumbers']({ bookId: book.bookId, numbers }));
          }}
        >
          {NUMBERS.map((one) => (
            <Radio key={one} value={one} mt={6} label={t(`province.numbers.${one}`)} />
          ))}
        </Radio.Group>
      ))}
      {value.organs.map((organ) => (
        <Radio.Group
          key={organ.organId}
          label={`${t('province.collects')}: ${organ.name}`}
          value={organ.collects}
          onChange={(next) => {
            const collects = COLLECTS.find((one) => one === next) ?? 'here';
            set(() => api['province.setCollects']({ organId: organ.organId, collects }));
          }}
        >
          {COLLECTS.map((one) => (
            <Radio key={one} value={one} mt={6} label={t(`province.collects.${one}`)} />
          ))}
        </Radio.Group>
      ))}
    </>
  );
}

/** Phím tắt: the table of shortcuts, as it is. */
import { Modal, Text } from '@mantine/core';
import { keysOf, PLACES, SHORTCUTS, type Shortcut, type ShortcutName } from '../keys/shortcuts.ts';
import { t } from '../text/index.ts';
import './palette.css';

const all = Object.entries(SHORTCUTS) as [ShortcutName, Shortcut][];
export default function KeySheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={t('keys.title')} size="xl" closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Text c="dimmed">{t('keys.lead')}</Text>
      <div className="key-sheet">
        {PLACES.map((place) => (
          <section key={place} aria-label={t(`keys.place.${place}`)}>
            <h3>{t(`keys.place.${place}`)}</h3>
            <dl>
              {all
                .filter(([, shortcut]) => shortcut.place === place)
                .map(([name, { text }]) => (
                  <div key={name}>
                    <dt>
                      {keysOf(name).map((key) => (
                        <kbd key={key}>{key}</kbd>
                      ))}
                    </dt>
                    <dd>{t(text)}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

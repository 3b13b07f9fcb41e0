/** What the tabs of the paper desk share. */
import { Modal } from '@mantine/core';
import type { PrintedFile } from '../../contract/page/paper.ts';
import { t } from '../text/index.ts';
import { Viewer } from '../viewer/later.tsx';

/** A page that was made for the printer, shown where it was asked for. */
export function PrintedDialog({ file, onClose }: { readonly file: PrintedFile; readonly onClose: () => void }) {
  return (
    <Modal opened size={1000} onClose={onClose} title={file.name} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <div className="copy-view">
        <Viewer files={[{ id: file.fileId, name: file.name, size: file.size, detected: 'pdf' }]} />
      </div>
    </Modal>
  );
}
export const today = (): string => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

/** Choices beside each other, one of them on: part of a list. */
export function Choose<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
}) {
  return (
    <div className="tabs" role="tablist" aria-label={props.label} style={{ flex: 'none' }}>
      {props.choices.map(([value, label]) => (
        <button
          key={value}
          type="button"
          role="tab"
          className="tab"
          aria-selected={props.value === value}
          onClick={() => props.onChange(value)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** A page that was just made, to be looked at and printed, over the screen it came from. */
import { Modal } from '@mantine/core';
import type { PrintedFile } from '../../contract/page/transfers.ts';
import { t } from '../text/index.ts';
import { Viewer } from '../viewer/later.tsx';
import './desk.css';

export function Printed({ file, onClose }: { readonly file: PrintedFile; readonly onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} size="min(1100px, 94vw)" title={file.name} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <div className="printed-view">
        <Viewer files={[{ id: file.fileId, name: file.name, size: file.size, detected: 'pdf' }]} />
      </div>
    </Modal>
  );
}

import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { FileRow } from '../../contract/page/incoming.ts';
import { sizeText } from '../format.ts';
import { DoneNote, EmptyNote } from '../parts/feedback.tsx';
import { t } from '../text/index.ts';
import { Leave } from './Leave.tsx';
import { PdfPages } from './PdfPages.tsx';
import './viewer.css';

const ZOOMS = [0.6, 0.8, 1, 1.25, 1.5, 2, 3];
type Shown = Pick<FileRow, 'id' | 'name' | 'size' | 'detected'>;

/** The files of a document, a tab each; PDF pages are drawn here, anything else is opened in its own program or saved outside. */
export function Viewer({ files }: { readonly files: readonly Shown[] }) {
  const [chosen, setChosen] = useState<string>();
  const [zoom, setZoom] = useState(1);
  const [saved, setSaved] = useState<string>();
  const file = files.find((f) => f.id === chosen) ?? files[0];
  if (file === undefined) return <EmptyNote title={t('viewer.empty')} />;
  const step = (by: 1 | -1): void => setZoom(ZOOMS[ZOOMS.indexOf(zoom) + by] ?? zoom);
  const isPdf = file.detected.includes('pdf');
  return (
    <div className="viewer sheet">
      <div className="viewer-bar">
        <div className="tabs" role="tablist" aria-label={t('field.files')}>
          {files.map((f) => (
            <button
              type="button"
              key={f.id}
              role="tab"
              className="tab viewer-tab"
              aria-selected={f.id === file.id}
              aria-label={t('viewer.file', { name: f.name })}
              title={`${f.name} · ${sizeText(f.size)}`}
              onClick={() => setChosen(f.id)}
            >
              {f.name}
            </button>
          ))}
        </div>
        <Group gap={6} wrap="nowrap">
          {isPdf ? (
            <>
              <Button variant="default" px="sm" aria-label={t('viewer.zoomOut')} onClick={() => step(-1)}>
                −
              </Button>
              <Button variant="default" px="sm" aria-label={t('viewer.fit')} title={t('viewer.fit')} onClick={() => setZoom(1)}>
                {Math.round(zoom * 100)}%
              </Button>
              <Button variant="default" px="sm" aria-label={t('viewer.zoomIn')} onClick={() => step(1)}>
                +
              </Button>
            </>
          ) : null}
          <Leave key={file.id} file={file} onDone={setSaved} />
        </Group>
      </div>
      <DoneNote text={saved} onClose={() => setSaved(undefined)} />
      {isPdf ? <PdfPages key={file.id} fileId={file.id} size={file.size} zoom={zoom} /> : <EmptyNote title={t('viewer.notPdf')} />}
    </div>
  );
}

/** Over a page: a frame around the place that is pointed at. */
import { useEffect, useRef } from 'react';
import { usePointed } from './place.ts';
import './reading.css';

const percent = (share: number): string => `${share * 100}%`;
/** Room around the letters, in shares of the page. */
const ROOM = 0.006;

export function PlaceMark({ pageId }: { readonly pageId: string }) {
  const at = usePointed((state) => state.at);
  const place = at?.pageId === pageId ? at.place : undefined;
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place) mark.current?.scrollIntoView({ block: 'center' });
  }, [place]);
  if (!place) return null;
  return (
    <div
      ref={mark}
      className="place-mark"
      aria-hidden
      style={{
        left: percent(place.x - ROOM),
        top: percent(place.y - ROOM),
        width: percent(place.w + 2 * ROOM),
        height: percent(place.h + 2 * ROOM),
      }}
    />
  );
}

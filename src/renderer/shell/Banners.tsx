/**
 * What stands over every screen, the gravest first. Where there is little room, or much to say, the first one stands there
 * with how many there are besides; a click shows them all. Urgent arrivals are not among these: they always stand whole.
 */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { t } from '../text/index.ts';

/** A window of so many pixels (the usual small screen, or large text) has room for one. */
const LOW = 800;
/** In any window. */
const MOST = 2;

interface Props {
  readonly children: ReactNode;
  /** What is asked about one document: so many stand whole, the others fold under them. */
  readonly most?: 2;
}
export function Banners({ children, most }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [count, setCount] = useState(0);
  const [low, setLow] = useState(window.innerHeight < LOW);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const look = (): void => setCount(box.current?.childElementCount ?? 0);
    const resized = (): void => setLow(window.innerHeight < LOW);
    const observer = new MutationObserver(look);
    if (box.current) observer.observe(box.current, { childList: true });
    look();
    window.addEventListener('resize', resized);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', resized);
    };
  }, []);
  // Once there is nothing to fold the next many are folded again.
  useEffect(() => {
    if (count < 2) setOpen(false);
  }, [count]);
  const shown = most ?? 1;
  const many = count > (most ?? (low ? 1 : MOST));
  return (
    <div className={most ? 'banners-row banners-asks' : 'banners-row'} data-open={many && open ? 'yes' : undefined}>
      <div ref={box} className="banners" data-folded={many && !open ? shown : undefined}>
        {children}
      </div>
      {many ? (
        <button type="button" className="link banners-more" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('banners.fold') : t(most ? 'banners.asks' : 'banners.more', { count: count - shown })}
        </button>
      ) : null}
    </div>
  );
}

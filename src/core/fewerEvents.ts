/** Events of work at full speed, made few: a page that reads its lists again two hundred times a second helps nobody. */
import type { PageEvent } from '../contract/page/index.ts';
import type { Clock } from './clock.ts';
import type { Events } from './context.ts';

const EVERY_MS = 250;

/**
 * The first event of a topic goes out at once, later ones together after a quarter of a second; those that name
 * different rows go out as one that names none.
 */
export function fewer(events: Events, clock: Clock): Events & { flush(): void } {
  const waiting = new Map<PageEvent['topic'], { event: PageEvent | undefined; timer: { cancel(): void } }>();
  const later = (topic: PageEvent['topic']): void => {
    const held = waiting.get(topic);
    waiting.delete(topic);
    if (held?.event === undefined) return;
    waiting.set(topic, { event: undefined, timer: clock.setTimer(() => later(topic), EVERY_MS) });
    events.emit(held.event);
  };
  return {
    emit(event) {
      const held = waiting.get(event.topic);
      if (held === undefined) {
        waiting.set(event.topic, { event: undefined, timer: clock.setTimer(() => later(event.topic), EVERY_MS) });
        events.emit(event);
        return;
      }
      held.event = held.event === undefined || sameRow(held.event, event) ? event : ({ topic: event.topic } as PageEvent);
    },
    flush() {
      for (const [topic, { event, timer }] of [...waiting]) {
        timer.cancel();
        waiting.delete(topic);
        if (event !== undefined) events.emit(event);
      }
    },
  };
}
const idOf = (event: PageEvent): string | undefined => ('id' in event ? event.id : undefined);
const sameRow = (a: PageEvent, b: PageEvent): boolean => idOf(a) === idOf(b);

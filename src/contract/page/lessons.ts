/** Guided lessons of training: which there are, the one under way, its steps as the store proves them. */
import { z } from 'zod';
import { LESSON_IDS, type LessonId, type StepId } from '../../domain/lessons.ts';
import { call } from '../wire.ts';

export interface LessonView {
  readonly lessons: readonly { readonly id: LessonId; readonly steps: number; readonly begun: number; readonly finishedAt?: number }[];
  readonly running?: {
    readonly lesson: LessonId;
    /** Số, ký hiệu of the document the lesson is about. */
    readonly code: string;
    readonly steps: readonly { readonly step: StepId; readonly doneAt?: number | undefined }[];
    /** Its row, once it came. */
    readonly documentId?: string;
    /** The step that is next cannot be done with it any more: the lesson is to be begun again. */
    readonly stuck?: true;
  };
}
export const lessonCalls = {
  /** Looks, keeps what is newly done, and lets the other office do its part. */
  'lessons.look': call<LessonView>()(z.strictObject({})),
  /** Begins it (again), in place of one under way. */
  'lessons.begin': call<LessonView>()(z.strictObject({ lesson: z.enum(LESSON_IDS) })),
  'lessons.leave': call<LessonView>()(z.strictObject({})),
  /** The result sheet as PDF; read it by `files.read`. */
  'lessons.print': call<{ fileId: string; size: number; name: string }>()(z.strictObject({})),
} as const;

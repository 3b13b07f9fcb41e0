/**
 * Errors are values with a code. The code is the key of the Vietnamese text that says what happened, what is
 * safe and what to do (`src/renderer/text/vi/errors`); `params` fill that text and never hold a PIN, a key or
 * the content of a document.
 */
export interface AppError {
  /** `room.what_happened`, e.g. `registers.number_taken`. */
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError };

/** An expected failure on its way to the person who can act on it; the contract turns it back into its value. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly error: AppError;
  constructor(code: string, params?: Readonly<Record<string, string | number>>, options?: ErrorOptions) {
    super(code, options);
    this.error = params === undefined ? { code } : { code, params };
  }
}

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (code: string, params?: Readonly<Record<string, string | number>>): Result<never> => ({
  ok: false,
  error: params === undefined ? { code } : { code, params },
});

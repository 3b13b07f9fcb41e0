/** How a transport fails: a code for the person, and what the next step may assume. */
import { Failure } from '../../domain/errors.ts';
import type { TransportFailure } from './types.ts';

export class TransportError extends Failure {
  readonly failure: TransportFailure;
  constructor(failure: TransportFailure, code: string, params?: Readonly<Record<string, string | number>>, options?: ErrorOptions) {
    super(code, params, options);
    this.failure = failure;
  }
}

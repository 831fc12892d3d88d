import { describe, expect, it } from 'vitest';
import { ErrorBody, ErrorCode, errorStatus, OcelliError } from './errors.js';

describe('the error of the project', () => {
  it('has an HTTP status of failure for every code', () => {
    for (const code of ErrorCode.options) expect(errorStatus[code]).toBeGreaterThanOrEqual(400);
  });

  it('crosses a wire as its code and its message, without its cause', () => {
    const failure = new OcelliError('busy', 'Try again in a moment.', { cause: new Error('secret'), retryAfterSeconds: 3 });
    const body = ErrorBody.parse(JSON.parse(JSON.stringify(failure.toBody())));
    expect(body).toEqual({ code: 'busy', message: 'Try again in a moment.', retryAfterSeconds: 3 });
  });

  it('is made once of whatever was thrown', () => {
    const known = new OcelliError('no_board', 'There is no board.');
    expect(OcelliError.from(known)).toBe(known);
    expect(OcelliError.from(AbortSignal.abort().reason).code).toBe('cancelled');
    for (const thrown of [new TypeError('secret'), 'secret', undefined, null, 7]) {
      const failure = OcelliError.from(thrown);
      expect(failure.code).toBe('internal');
      expect(failure.message).not.toContain('secret');
      expect(failure.cause ?? thrown).toBe(thrown);
    }
  });

  it('is told from other errors', () => {
    expect(OcelliError.is(new OcelliError('busy', ''))).toBe(true);
    for (const other of [new Error('busy'), { code: 'busy' }, null, 'busy']) expect(OcelliError.is(other)).toBe(false);
  });
});

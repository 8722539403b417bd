import { describe, expect, test } from 'vitest';
import { errorCodes } from './codes.js';
import { isMotcuaError, MotcuaError } from './motcua-error.js';

const init = { happened: 'Case c1 was lost', expected: 'a case that is there', remedy: 'look again' };

describe('an error of motcua', () => {
  test('says what happened, what was expected and what to do', () => {
    const error = new MotcuaError('MC_CASE_NOT_FOUND', init);
    expect(error.message).toBe('Case c1 was lost. Expected: a case that is there. What to do: look again.');
    expect(String(error)).toBe(`MotcuaError: ${error.message}`);
  });

  test('has a name, a code, details, a stack and the cause', () => {
    const cause = new Error('disk full');
    const error = new MotcuaError('MC_STORE_FAILED', { ...init, cause, details: { operation: 'commit' } });
    expect(error).toMatchObject({
      name: 'MotcuaError',
      code: 'MC_STORE_FAILED',
      details: { operation: 'commit' },
      cause,
    });
    expect(error.stack).toContain('motcua-error.test');
    expect(new MotcuaError('MC_STORE_FAILED', init)).not.toHaveProperty('cause');
    expect(new MotcuaError('MC_STORE_FAILED', init).details).toEqual({});
  });

  test('says whether the same call may succeed later, as the table has it', () => {
    for (const [code, { retryable }] of Object.entries(errorCodes)) {
      expect(new MotcuaError(code as keyof typeof errorCodes, init).retryable).toBe(retryable);
    }
  });

  test('is recognised across two copies of the library', async () => {
    const copy = './motcua-error.js?another-copy';
    const other = (await import(/* @vite-ignore */ copy)) as {
      MotcuaError: typeof MotcuaError;
      isMotcuaError: typeof isMotcuaError;
    };
    expect(other.MotcuaError).not.toBe(MotcuaError);
    const error = new other.MotcuaError('MC_CASE_NOT_FOUND', init);
    expect(error).not.toBeInstanceOf(MotcuaError);
    expect(isMotcuaError(error)).toBe(true);
    expect(isMotcuaError(error, 'MC_CASE_NOT_FOUND')).toBe(true);
    expect(isMotcuaError(error, 'MC_STORE_FAILED')).toBe(false);
    expect(other.isMotcuaError(new MotcuaError('MC_STORE_FAILED', init))).toBe(true);
  });
});

test.each([
  ['nothing', undefined],
  ['null', null],
  ['a text', 'MC_STORE_FAILED'],
  ['an error of somebody else', new Error('MC_STORE_FAILED')],
  ['an object with one of our codes', { code: 'MC_STORE_FAILED' }],
  ['a branded object without a code', { [Symbol.for('motcua.error')]: true }],
  ['a branded object with a code of no table', { [Symbol.for('motcua.error')]: true, code: 'MC_OF_TOMORROW' }],
])('%s is no error of motcua', (_what, value) => {
  expect(isMotcuaError(value)).toBe(false);
});

test('every code names its area and its problem', () => {
  expect(Object.keys(errorCodes).filter((code) => !/^MC(_[A-Z]+){2,}$/u.test(code))).toEqual([]);
});

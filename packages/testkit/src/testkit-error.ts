import { errorText, type MotcuaErrorInit } from '@motcua/core';

/** A test that is written wrongly or failed: a plain error with the three-part message of the house. */
export const testkitError = (text: Pick<MotcuaErrorInit, 'happened' | 'expected' | 'remedy'>): Error =>
  new Error(errorText(text));

import fc from 'fast-check';

/**
 * Property tests draw the same values in every run, so that a red run means that the change under test made it red.
 * `MOTCUA_TEST_SEED=random` draws others, to hunt; a number repeats one hunt.
 */
const asked = process.env['MOTCUA_TEST_SEED'] ?? '20210421';
if (asked !== 'random') {
  const seed = Number(asked);
  if (!Number.isInteger(seed)) throw new TypeError(`MOTCUA_TEST_SEED is "${asked}": give a whole number, or "random".`);
  fc.configureGlobal({ seed });
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CaseQuery, searchWords } from '../../src/index.js';
import { createMemoryKeyStore } from '../../src/memory/index.js';
import { clerk, startGuardianOffice, TENANT } from './guardian-office.js';

/** Syllables of Vietnamese names, in composed and in decomposed spelling, with some of no name at all. */
const syllables = [
  'Nguyễn',
  'Đỗ',
  'Thị',
  'Ánh',
  'Ứng',
  'Quỳnh',
  'Lý',
  'đào',
  'HÀ',
  'e\u0301\u0302\u0323',
  '王',
  '🙂',
  'a/b~1',
];
const name = fc
  .array(
    fc.constantFrom(...syllables).chain((one) => fc.constantFrom(one, one.normalize('NFD'))),
    { minLength: 1, maxLength: 4 },
  )
  .map((words) => words.join(' '));
/** The boundary refuses what no store can keep, lone surrogates and NUL, and a field that would change its object. */
const isStorable = (text: string) => text.isWellFormed() && !text.includes('\0');
const anything = fc
  .oneof(name, fc.string({ minLength: 1, unit: 'binary' }), fc.string({ minLength: 1, unit: 'grapheme' }))
  .filter(isStorable);
const person = fc.record(
  {
    id: fc.uuid(),
    name: anything,
    phone: fc.constantFrom('0912345678', '0387654321'),
  },
  { requiredKeys: ['id', 'name'] },
);
const ward = fc.record({
  id: fc.uuid(),
  name: anything,
  birthYear: fc.integer({ min: 1900, max: 2026 }),
  isBlind: fc.boolean(),
  sex: fc.constantFrom('male', 'female'),
  illnesses: fc.array(anything, { minLength: 1, maxLength: 3 }),
  schools: fc.dictionary(
    fc.string({ unit: 'binary' }).filter((key) => isStorable(key) && key !== '__proto__'),
    fc.integer(),
    { maxKeys: 3 },
  ),
});
const input = fc.record({
  guardian: person,
  ward,
  witnesses: fc.array(person, { maxLength: 3 }),
  unit: fc.constant('justice'),
});

test('whatever is personal, the engine shows it as it was given, and the store never sees it', async () => {
  await fc.assert(
    fc.asyncProperty(input, fc.boolean(), async (given, isAccepted) => {
      fc.pre(given.guardian.name !== 'Vô Danh');
      await using office = await startGuardianOffice();
      const reply = await office.open('c1', given);
      expect(reply).toMatchObject({ status: 'accepted' });
      if (isAccepted) await office.send({ type: 'accept' }, clerk);
      const { guardian, ward: child, witnesses } = (await office.get()).machine.context as unknown as typeof given;
      expect({ guardian, ward: child, witnesses, unit: given.unit }).toEqual(given);
      const [opened] = await office.engine.history({ tenant: TENANT, caseId: 'c1' });
      expect(opened?.command).toMatchObject({ input: given });
      const stored = JSON.stringify(await office.store.cases.load({ tenant: TENANT, caseId: 'c1' }));
      for (const { id } of [given.guardian, given.ward, ...given.witnesses]) expect(stored.includes(id)).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test('a search finds the same cases, in the same order and pages, as without encryption', async () => {
  const query = fc.record(
    {
      text: fc.array(name, { minLength: 1, maxLength: 2 }).chain((words) => {
        const all = words.flatMap(searchWords);
        return fc.nat({ max: 6 }).map((length) => all.map((word) => [...word].slice(0, length + 1).join('')).join(' '));
      }),
      descending: fc.boolean(),
      order: fc.constantFrom('openedAt' as const, 'dueAt' as const),
      limit: fc.integer({ min: 1, max: 3 }),
    },
    { requiredKeys: ['text', 'order', 'limit'] },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(input, { minLength: 1, maxLength: 6 }),
      query,
      fc.nat({ max: 6 }),
      async (cases, asked, accepted) => {
        fc.pre(cases.every(({ guardian }) => guardian.name !== 'Vô Danh'));
        const keys = createMemoryKeyStore();
        await using encrypted = await startGuardianOffice({ keys });
        await using clear = await startGuardianOffice({ personalData: 'clear' });
        for (const [index, given] of cases.entries()) {
          for (const office of [encrypted, clear]) {
            await office.open(`c${index}`, given);
            if (index < accepted) await office.send({ type: 'accept' }, clerk, `c${index}`);
          }
        }
        const pages = async ({ engine }: typeof clear) => {
          const ids: string[][] = [];
          for (let cursor: string | undefined; ids.length < 20; ) {
            const page = await engine.find({ tenant: TENANT, ...asked, ...(cursor && { cursor }) } as Omit<
              CaseQuery,
              'now'
            >);
            ids.push(page.items.map(({ caseId }) => caseId));
            cursor = page.next;
            if (cursor === undefined) break;
          }
          return ids.flat();
        };
        expect(await pages(encrypted)).toEqual(await pages(clear));
      },
    ),
    { numRuns: 60 },
  );
});

import { describe, expect, test } from 'vitest';
import { parseInstant } from '../../index.js';
import { letterContent, letterSchema, type Representative, ROLES } from '../index.js';
import { at, examined, people, person, type Scenario, submitted } from './scenario.js';

const binh = { id: '001088000001', name: 'Lê Văn Bình', authority: 'Giấy ủy quyền số 12/2026' };
const agent = { kind: 'person', id: binh.id, roles: [ROLES.applicant] } as const;
const name = (representative: object) => ({ type: 'representative.name', representative });
const refused = { status: 'refused', code: 'MC_EVENT_NOT_ALLOWED' };

/** The result is at the counter. */
function ready(): Scenario {
  return examined()
    .send(people.officer, '2026-03-03 10:00', { type: 'draft.submit', outcome: 'granted' })
    .send(people.head, '2026-03-03 11:00', { type: 'review.approve' })
    .send(people.leader, '2026-03-03 14:00', { type: 'sign' })
    .send(people.clerk, '2026-03-03 15:00', { type: 'result.issue', number: '12/GCN' })
    .send(people.clerk, '2026-03-03 16:00', { type: 'result.transfer' });
}
const collect = { type: 'result.collect', receivedBy: binh.name, collector: 'representative' };

describe('a representative', () => {
  test('is named by the applicant, or by the counter for him, and by nobody else', () => {
    const s = submitted();
    expect(s.try(agent, '2026-03-02 09:10', name(binh))).toMatchObject(refused);
    s.send(people.citizen, '2026-03-02 09:20', name(binh));
    expect(s.context.representative).toEqual(binh);
    s.send(people.counter, '2026-03-02 09:30', name({ ...binh, scope: ['result'] }));
    expect(s.context.representative?.scope).toEqual(['result']);
    expect(s.said('representative.named')).toHaveLength(2);
    expect(s.try(person('x', 'unit-x', ROLES.caseOfficer), '2026-03-02 09:40', name(binh)).status).toBe('refused');
  });

  test('acts for the applicant as far as he is authorised, and as long', () => {
    const choose = { type: 'delivery.choose', method: 'post' };
    const everything = submitted().send(people.citizen, '2026-03-02 09:10', name(binh));
    expect(everything.try(agent, '2026-03-02 09:20', choose).status).toBe('accepted');
    const onlyResult = submitted().send(people.citizen, '2026-03-02 09:10', name({ ...binh, scope: ['result'] }));
    expect(onlyResult.try(agent, '2026-03-02 09:20', choose)).toMatchObject(refused);
    const until = submitted().send(
      people.citizen,
      '2026-03-02 09:10',
      name({ ...binh, until: at('2026-03-02 17:00') }),
    );
    expect(until.try(agent, '2026-03-02 17:00', choose).status).toBe('accepted');
    expect(until.try(agent, '2026-03-02 17:01', choose)).toMatchObject(refused);
  });

  test('fetches the result only when he is authorised to, and it is on record that he did', () => {
    expect(ready().try(people.counter, '2026-03-04 09:00', collect)).toMatchObject({
      ...refused,
      message: expect.stringContaining('nobody is named to represent the applicant'),
    });
    const s = ready().send(people.counter, '2026-03-04 09:00', name({ ...binh, scope: ['letters'] }));
    expect(s.try(people.counter, '2026-03-04 09:10', collect)).toMatchObject({
      ...refused,
      message: expect.stringContaining('not authorised to fetch the result'),
    });
    s.send(people.counter, '2026-03-04 09:20', name({ ...binh, scope: ['result'] }));
    s.send(people.counter, '2026-03-04 09:30', collect);
    expect(s.said('result.returned')[0]).toMatchObject({ receivedBy: binh.name, collector: 'representative' });
    expect(ready().try(people.counter, '2026-03-04 09:00', { ...collect, collector: 'applicant' }).status).toBe(
      'accepted',
    );
  });

  test('stands for nobody any more once the applicant, or he himself, has ended it', () => {
    for (const who of [people.citizen, agent]) {
      const s = submitted().send(people.citizen, '2026-03-02 09:10', name(binh));
      s.send(who, '2026-03-02 09:20', { type: 'representative.end', reason: 'x' });
      expect(s.context.representative).toBeUndefined();
      expect(s.try(agent, '2026-03-02 09:30', { type: 'delivery.choose', method: 'post' })).toMatchObject(refused);
      expect(s.try(people.citizen, '2026-03-02 09:40', { type: 'representative.end' })).toMatchObject(refused);
    }
  });

  test('stands on the slip: in what capacity, by which paper, for what and until when', () => {
    // #region representative
    const authorised: Representative = {
      id: '001088000001',
      name: 'Lê Văn Bình',
      email: 'binh@example.vn',
      authority: 'Giấy ủy quyền số 12/2026',
      scope: ['letters', 'result'], // absent: everything
      until: parseInstant('2026-12-31T17:00:00+07:00'), // absent: as long as the dossier
    };
    // #endregion
    const labels = (representative: object) => {
      const s = submitted().send(people.citizen, '2026-03-02 09:10', name(representative));
      s.send(people.counter, '2026-03-02 09:20', { type: 'accept', code: 'H-1', papers: [{ id: 'declaration' }] });
      const { type: _, ...letter } = s.said('letter.issued')[0] ?? { type: '' };
      return letterContent(letterSchema.parse(letter), 'vi').body.filter((field) => 'value' in field);
    };
    expect(labels(authorised)).toEqual(
      expect.arrayContaining([
        { label: 'Người được ủy quyền', value: 'Lê Văn Bình' },
        { label: 'Email của người đại diện', value: 'binh@example.vn' },
        { label: 'Giấy tờ ủy quyền', value: 'Giấy ủy quyền số 12/2026' },
        { label: 'Phạm vi ủy quyền', value: 'nhận văn bản; nhận kết quả' },
        { label: 'Ủy quyền đến', value: '17 giờ 00, ngày 31/12/2026' },
      ]),
    );
    expect(labels({ ...binh, capacity: 'contact' })).toContainEqual({ label: 'Người liên hệ', value: 'Lê Văn Bình' });
    expect(labels({ ...binh, capacity: 'legal' })).toContainEqual({
      label: 'Người đại diện theo pháp luật',
      value: 'Lê Văn Bình',
    });
  });
});

// The electronic civil-status register. It has never heard of idempotency keys: who registers a birth twice gets a 409. The
// answer to the first registration of the day is lost on its way.
import { type Incoming, type Outgoing, pageOf, readState, saveState, serve } from './serve.ts';

interface Entry {
  readonly soDangKy: string;
  readonly maHoSo: string;
  hoTen: string;
  readonly [field: string]: unknown;
}

const state = readState({ entries: [] as Entry[], lost: false });

function perform({ method, path: [, number], query, body }: Incoming): Outgoing {
  if (method === 'GET') {
    const code = query.get('maHoSo');
    return {
      status: 200,
      body: pageOf(
        state.entries.filter(({ maHoSo }) => code === null || maHoSo === code),
        query,
        20,
      ),
    };
  }
  if (typeof body['hoTen'] !== 'string' || body['hoTen'] === '') return { status: 400, body: { error: 'hoTen' } };
  if (method === 'POST') {
    if (state.entries.some(({ maHoSo }) => maHoSo === body['maHoSo'])) return { status: 409, body: { error: 'trung' } };
    const count = state.entries.length + 1;
    const entry = {
      ...body,
      soDangKy: `HT-2026-${String(count).padStart(4, '0')}`,
      maHoSo: String(body['maHoSo']),
      hoTen: body['hoTen'],
      soDinhDanh: `0012260${String(count).padStart(5, '0')}`,
    };
    state.entries.push(entry);
    const lost = !state.lost;
    state.lost = true;
    return { status: 201, body: entry, lost };
  }
  const entry = state.entries.find(({ soDangKy }) => soDangKy === number);
  if (entry === undefined) return { status: 404, body: {} };
  Object.assign(entry, body);
  return { status: 200, body: entry };
}

serve((request) => {
  const answer = perform(request);
  saveState(state);
  return answer;
});

// The national portal's dossier synchronisation. A dossier has one of ten statuses. It knows idempotency keys. Its operators
// can change a status by hand.
import { answeringOnce, type Incoming, type Outgoing, pageOf, readState, saveState, serve } from './serve.ts';

interface Dossier {
  readonly id: string;
  readonly MaHoSo: string;
  TrangThaiHoSo: number;
  NguoiCapNhat: string;
  LanCapNhat: number;
  readonly [field: string]: unknown;
}

const state = readState({ dossiers: [] as Dossier[], answers: {} as Record<string, Outgoing> });

function perform({ method, path: [, id], query, body }: Incoming): Outgoing {
  if (method === 'GET') {
    const code = query.get('MaHoSo');
    const found = state.dossiers.filter((dossier) => code === null || dossier.MaHoSo === code);
    return { status: 200, body: pageOf(found, query, 20) };
  }
  const status = Number(body['TrangThaiHoSo']);
  if (!(Number.isInteger(status) && status >= 1 && status <= 10))
    return { status: 422, body: { error: 'TrangThaiHoSo' } };
  if (method === 'POST') {
    const dossier = {
      ...body,
      id: `DVC-${100_001 + state.dossiers.length}`,
      MaHoSo: String(body['MaHoSo']),
      TrangThaiHoSo: status,
      NguoiCapNhat: 'lien-thong',
      LanCapNhat: 1,
    };
    state.dossiers.push(dossier);
    return { status: 201, body: dossier };
  }
  const dossier = state.dossiers.find((each) => each.id === id);
  if (dossier === undefined) return { status: 404, body: { error: 'id' } };
  Object.assign(dossier, { TrangThaiHoSo: status, NguoiCapNhat: 'lien-thong', LanCapNhat: dossier.LanCapNhat + 1 });
  return { status: 200, body: dossier };
}

serve(answeringOnce(state, perform));

// An operator at the portal, who asks nobody.
process.on('message', ({ type, status }: { readonly type: string; readonly status: number }) => {
  if (type !== 'change') return;
  for (const dossier of state.dossiers) {
    Object.assign(dossier, { TrangThaiHoSo: status, NguoiCapNhat: 'can-bo-cong', LanCapNhat: dossier.LanCapNhat + 1 });
  }
  saveState(state);
  process.send?.({ type: 'changed' });
});

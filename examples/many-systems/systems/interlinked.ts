// The interlinked service for children under six: registration of residence, health insurance card. It takes a dossier, lets
// the police and the insurance work, and tells by a webhook what they did. It tells everything twice.
import { createHmac } from 'node:crypto';
import { answeringOnce, type Incoming, type Outgoing, pageOf, readState, saveState, serve } from './serve.ts';

interface Step {
  readonly buoc: string;
  trangThai: 'cho' | 'tiep-nhan' | 'hoan-thanh';
  ketQua?: string;
}
interface Child {
  readonly id: string;
  readonly maHoSo: string;
  readonly buoc: Step[];
  giayKhaiSinh?: string;
  readonly [field: string]: unknown;
}

const state = readState({ children: [] as Child[], answers: {} as Record<string, Outgoing>, told: 0 });

function perform({ method, path: [, id, sub], query, body }: Incoming): Outgoing {
  if (method === 'GET') {
    const code = query.get('maHoSo');
    return {
      status: 200,
      body: pageOf(
        state.children.filter(({ maHoSo }) => code === null || maHoSo === code),
        query,
        20,
      ),
    };
  }
  if (method === 'POST' && id === undefined) {
    const child: Child = { ...body, id: `LT-${state.children.length + 1}`, maHoSo: String(body['maHoSo']), buoc: [] };
    state.children.push(child);
    return { status: 201, body: child };
  }
  const child = state.children.find((each) => each.id === id);
  if (child === undefined) return { status: 404, body: {} };
  if (sub === 'buoc') child.buoc.push({ buoc: String(body['buoc']), trangThai: 'cho' });
  else Object.assign(child, body);
  return { status: 200, body: child };
}

serve(answeringOnce(state, perform));

interface Work {
  readonly type: string;
  readonly buoc: string;
  readonly trangThai: 'tiep-nhan' | 'hoan-thanh';
  readonly ketQua: string;
  /** When, in milliseconds. */
  readonly luc: number;
  readonly hook: string;
  readonly secret: string;
}

// An officer of the police or of the insurance has done a step.
process.on('message', async ({ type, hook, secret, ...work }: Work) => {
  if (type !== 'work') return;
  const answers: number[] = [];
  for (const { id, buoc } of state.children) {
    const step = buoc.find((each) => each.buoc === work.buoc);
    if (step === undefined) continue;
    Object.assign(step, { trangThai: work.trangThai, ketQua: work.ketQua });
    state.told += 1;
    saveState(state);
    const body = JSON.stringify({ maThongBao: `TB-${state.told}`, id, ...work });
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    for (let times = 0; times < 2; times += 1) {
      const { status } = await fetch(hook, { method: 'POST', headers: { 'x-chu-ky': signature }, body });
      answers.push(status);
    }
  }
  process.send?.({ type: 'told', answers });
});

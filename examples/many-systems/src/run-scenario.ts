import { dossierCode, dossierInput, dossierSeries } from '@motcua/core/dossier';
import type { Speaker } from './language.ts';
import { openOffice, people, TENANT } from './office.ts';
import { printBoard } from './print-board.ts';
import { act, CASE, compare, note, passTo, printCount, type Stage, step, watch } from './stage.ts';
import { listenForHooks } from './webhooks.ts';
import { startWorld } from './world.ts';

/** One birth, entered once; three systems, each with its own mind. Returns whether all agree at the end. */
export async function runScenario(folder: string, say: Speaker): Promise<boolean> {
  const world = await startWorld(folder);
  const office = await openOffice(folder, world, '2026-03-04T07:30:00+07:00');
  const hooks = await listenForHooks(office.connections, TENANT);
  try {
    const stage = { office, world, say, hook: hooks.address('dvc-lien-thong') };
    await wednesday(stage);
    await thursday(stage);
    await friday(stage);
    return await monday(stage);
  } finally {
    await office.engine.stop();
    await hooks.close();
    await world.close();
  }
}

/** The interlinked service has no power that day. */
async function wednesday(stage: Stage): Promise<void> {
  const { office, world } = stage;
  const { engine, forms, procedure } = office;
  await world.down('interlinked');
  note(stage, '2026-03-04 07:30', {
    vi: 'Dịch vụ công liên thông mất điện',
    en: 'the interlinked service loses power',
  });
  await passTo(office, '2026-03-04 08:00');
  forms.enter(CASE, {
    child: { name: 'Mạc Gia Bảo', bornOn: '2026-02-26', sex: 'nam' },
    mother: 'Mạc Thị Ngân',
    father: 'Hoàng Văn Phú',
    address: 'Thôn Trung, xã Bình An',
  });
  const applicant = { id: 'p14', kind: 'citizen', name: 'Mạc Thị Ngân' } as const;
  const input = dossierInput(procedure, { channel: 'online', applicant, oneStop: 'commune.one-stop', papers: [] });
  const actor = { kind: 'person', id: 'p14', name: 'Mạc Thị Ngân', roles: ['applicant'] } as const;
  const reply = await engine.open({ tenant: TENANT, workflow: 'dossier', caseId: CASE, actor, input });
  if (reply.status !== 'accepted') throw new Error(reply.message);
  note(stage, '2026-03-04 08:00', {
    vi: 'Mạc Thị Ngân nộp tờ khai khai sinh, một lần',
    en: 'Mạc Thị Ngân files the birth form, once',
  });
  await engine.settle();
  const sequence = await engine.nextNumber({
    tenant: TENANT,
    series: dossierSeries({ agency: 'H02.101', date: '2026-03-04' }),
  });
  const code = dossierCode({ agency: 'H02.101', date: '2026-03-04', sequence });
  const papers = [{ id: 'interlinked-e-form', originals: 1, digitised: true }];
  await act(stage, '2026-03-04 08:10', 'lan', { type: 'accept', code, papers }, { vi: 'tiếp nhận', en: 'accepts' });
  await act(
    stage,
    '2026-03-04 08:20',
    'lan',
    { type: 'transfer', unit: 'commune.justice', assignee: 'minh' },
    { vi: 'chuyển xử lý', en: 'transfers' },
  );
  await passTo(office, '2026-03-04 11:00');
  await printBoard(office, stage.say);
}

/** It is back; the police and the insurance work, and everything is told twice. */
async function thursday(stage: Stage): Promise<void> {
  const { office, world } = stage;
  await passTo(office, '2026-03-05 07:30');
  await world.up('interlinked');
  note(stage, '2026-03-05 07:30', {
    vi: 'Dịch vụ công liên thông hoạt động lại',
    en: 'the interlinked service is back',
  });
  await step(stage, '2026-03-05 09:00', { buoc: 'thuong-tru', trangThai: 'tiep-nhan', ketQua: 'CT-99120' });
  await step(stage, '2026-03-05 09:20', { buoc: 'the-bhyt', trangThai: 'tiep-nhan', ketQua: 'BHYT-5561' });
  await step(stage, '2026-03-05 15:00', { buoc: 'thuong-tru', trangThai: 'hoan-thanh', ketQua: 'CT-99120/TB' });
  await step(stage, '2026-03-05 16:00', { buoc: 'the-bhyt', trangThai: 'hoan-thanh', ketQua: 'TE1-0102-5561' });
}

/** The birth is registered; the register's answer is lost. In the evening the portal changes a status on its own. */
async function friday(stage: Stage): Promise<void> {
  const { office, world, say } = stage;
  const unwatch = watch(stage, 'moj-e-civil-status', {
    vi: 'Sổ hộ tịch điện tử',
    en: 'electronic civil-status register',
  });
  await act(
    stage,
    '2026-03-06 08:00',
    'minh',
    { type: 'claim' },
    { vi: 'nhận từ hàng chờ', en: 'claims from the queue' },
  );
  await act(
    stage,
    '2026-03-06 08:30',
    'minh',
    { type: 'draft.submit', outcome: 'granted' },
    { vi: 'trình giấy khai sinh', en: 'submits the certificate' },
  );
  await act(stage, '2026-03-06 10:00', 'binh', { type: 'sign' }, { vi: 'ký', en: 'signs' });
  await act(
    stage,
    '2026-03-06 10:30',
    'bay',
    { type: 'result.issue', number: 'KS-2026-019' },
    { vi: 'lấy số', en: 'numbers it' },
  );
  await act(
    stage,
    '2026-03-06 11:00',
    'bay',
    { type: 'result.transfer' },
    { vi: 'chuyển về một cửa', en: 'brings it to the counter' },
  );
  await passTo(office, '2026-03-06 18:00');
  unwatch();
  await world.happen('portal', { type: 'change', status: 8 });
  note(stage, '2026-03-06 18:00', {
    vi: 'một cán bộ Cổng tự đổi trạng thái thành 8, dừng xử lý; không ai báo cho xã',
    en: 'an operator at the portal sets the status to 8, stopped; nobody tells the commune',
  });
  await passTo(office, '2026-03-06 20:00');
  note(stage, '2026-03-06 20:00', { vi: 'đối soát ba hệ thống:', en: 'the three systems are compared:' });
  await compare(office, say);
  await printBoard(office, say);
}

/** A person decides whose record is right; at the end nothing differs any more. */
async function monday(stage: Stage): Promise<boolean> {
  const { office, say } = stage;
  const { connections, engine } = office;
  await passTo(office, '2026-03-09 08:00');
  const reply = await connections.repair({
    tenant: TENANT,
    system: 'national-portal',
    caseId: CASE,
    side: 'ours',
    actor: people.bay,
    reason: 'Hồ sơ đã có kết quả, Cổng ghi sai',
  });
  if (reply.status !== 'accepted') throw new Error(reply.message);
  note(stage, '2026-03-09 08:00', {
    vi: `${people.bay.name}: sửa theo bên ta, vì hồ sơ đã có kết quả`,
    en: `${people.bay.name}: repair, ours is right, as there is a result`,
  });
  await engine.settle();
  await act(
    stage,
    '2026-03-09 09:00',
    'lan',
    { type: 'result.publish', location: 'Kho dữ liệu cá nhân trên VNeID' },
    { vi: 'trả kết quả trực tuyến', en: 'returns the result online' },
  );
  const differences = await compare(office, say);
  await printBoard(office, say);
  await printCount(stage);
  say.line(
    differences === 0
      ? {
          vi: 'Đối soát cuối: ba hệ thống và hồ sơ khớp nhau.',
          en: 'Last comparison: all three systems and the dossier agree.',
        }
      : {
          vi: `Đối soát cuối: còn ${differences} điểm khác.`,
          en: `Last comparison: ${differences} differences are left.`,
        },
  );
  return differences === 0;
}

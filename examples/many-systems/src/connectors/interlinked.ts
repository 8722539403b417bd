import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  defineChange,
  defineConnector,
  defineCreation,
  defineInbound,
  dossierReport,
  httpTransport,
} from '@motcua/connect';
import { z } from 'zod';
import { codeOf, type Dossier } from '../dossier.ts';
import { type ConnectorParts, pages } from './parts.ts';

/** What the two interlinked steps are called here and there. */
const STEPS = { residence: 'thuong-tru', 'health-card': 'the-bhyt' } as const;
const KEYS = { 'thuong-tru': 'residence', 'the-bhyt': 'health-card' } as const;

const step = z.enum(['thuong-tru', 'the-bhyt']);
const record = z.object({
  id: z.string(),
  maHoSo: z.string(),
  treEm: z.string(),
  ngaySinh: z.string(),
  noiO: z.string(),
  giayKhaiSinh: z.string().optional(),
  buoc: z.array(z.object({ buoc: step, trangThai: z.string(), ketQua: z.string().optional() })),
});

const child = { treEm: z.string(), ngaySinh: z.iso.date(), noiO: z.string(), giayKhaiSinh: z.string().optional() };
const create = defineCreation({
  name: 'child.create',
  request: z.strictObject({ maHoSo: z.string(), ...child }),
  answer: record,
  http: () => ({ method: 'POST', path: '/ho-so' }),
  reference: ({ id }) => id,
});
const attachStep = defineChange({
  kind: 'attach',
  name: 'child.attach-step',
  request: z.strictObject({ buoc: step }),
  answer: record,
  http: (_, id) => ({ method: 'POST', path: `/ho-so/${id}/buoc` }),
});
const update = defineChange({
  kind: 'update',
  name: 'child.update',
  request: z.strictObject(child),
  answer: record,
  http: (_, id) => ({ method: 'PUT', path: `/ho-so/${id}` }),
});

const contentOf = ({ form, context }: Dossier) => ({
  treEm: form.child.name,
  ngaySinh: form.child.bornOn,
  noiO: form.address,
  ...(context.result?.number !== undefined && { giayKhaiSinh: context.result.number }),
});
const creationOf = (dossier: Dossier) => create({ maHoSo: codeOf(dossier), ...contentOf(dossier) });

// #region inbound
/** What the interlinked service tells of its steps. Its signature is checked; a repeated one has no second effect. */
const inbound = (secret: () => Promise<string>) =>
  defineInbound({
    change: z.object({
      maThongBao: z.string(),
      id: z.string(),
      buoc: step,
      trangThai: z.enum(['tiep-nhan', 'hoan-thanh']),
      ketQua: z.string(),
      luc: z.number().int(),
    }),
    id: ({ maThongBao }) => maThongBao,
    occurredAt: ({ luc }) => luc,
    about: ({ id, buoc }) => ({ reference: id, child: KEYS[buoc] }),
    event: ({ trangThai, ketQua }) =>
      trangThai === 'tiep-nhan'
        ? { type: 'receive', reference: ketQua }
        : { type: 'answer', opinion: 'confirm', document: ketQua },
    async verify({ headers, body }) {
      const expected = createHmac('sha256', await secret())
        .update(body)
        .digest();
      const given = Buffer.from(headers.get('x-chu-ky') ?? '', 'hex');
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  });
// #endregion

/** The interlinked service for children under six: hears of the dossier and its steps, and tells what became of them. */
export const interlinkedConnector = ({
  baseUrl,
  token,
  load,
  hookSecret,
}: ConnectorParts & { readonly hookSecret: () => Promise<string> }) =>
  defineConnector({
    system: 'dvc-lien-thong',
    title: { vi: 'Dịch vụ công liên thông (cư trú, BHYT)', en: 'interlinked service (residence, health insurance)' },
    transport: httpTransport({ baseUrl, headers: async () => ({ authorization: `Bearer ${await token()}` }) }),
    load,
    label: ({ code }) => code,
    facts: {
      'dossier.accepted': z.object({ code: z.string() }),
      'consultation.requested': z.object({ key: z.string() }),
      'result.issued': z.object({ outcome: z.enum(['granted', 'refused']) }),
    },
    calls: {
      'dossier.accepted': ({ data }) => creationOf(data),
      'consultation.requested': ({ fact: { key } }) =>
        key === 'residence' || key === 'health-card' ? attachStep({ buoc: STEPS[key] }) : undefined,
      'result.issued': ({ fact, data }) => (fact.outcome === 'granted' ? update(contentOf(data)) : undefined),
    },
    report: dossierReport,
    retry: { firstDelayMs: 30_000 },
    inbound: inbound(hookSecret),
    reconcile: {
      workflow: 'dossier',
      ...pages('/ho-so', 'maHoSo'),
      record,
      reference: ({ id }) => id,
      code: ({ maHoSo }) => maHoSo,
      theirs: ({ treEm, ngaySinh, noiO, giayKhaiSinh }) => ({
        treEm,
        ngaySinh,
        noiO,
        ...(giayKhaiSinh !== undefined && { giayKhaiSinh }),
      }),
      ours: (dossier) => (dossier.code === undefined ? undefined : contentOf(dossier)),
      bringIntoStep: ({ data, record: found }) =>
        found === undefined ? creationOf(data) : update(contentOf(data), found.id),
    },
  });

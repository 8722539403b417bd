import { defineChange, defineConnector, defineCreation, httpTransport } from '@motcua/connect';
import { z } from 'zod';
import { codeOf, type Dossier } from '../dossier.ts';
import { type ConnectorParts, pages } from './parts.ts';

// #region portal
/** One of the ten statuses of the national portal's synchronisation. */
const status = z.number().int().min(1).max(10);

const record = z.object({
  id: z.string(),
  MaHoSo: z.string(),
  MaTTHC: z.string(),
  TenTTHC: z.string(),
  KenhThucHien: z.string(),
  ChuHoSo: z.string(),
  TrangThaiHoSo: status,
  NguoiCapNhat: z.string(),
  LanCapNhat: z.number(),
});

const createDossier = defineCreation({
  name: 'dossier.create',
  request: z.strictObject({
    MaHoSo: z.string(),
    MaTTHC: z.string(),
    TenTTHC: z.string(),
    KenhThucHien: z.enum(['1', '2', '3']),
    ChuHoSo: z.string(),
    TrangThaiHoSo: status,
  }),
  answer: record,
  http: () => ({ method: 'POST', path: '/hoso' }),
  reference: ({ id }) => id,
});

const setStatus = defineChange({
  kind: 'update',
  name: 'dossier.set-status',
  request: z.strictObject({ TrangThaiHoSo: status }),
  answer: record,
  http: (_, id) => ({ method: 'PUT', path: `/hoso/${id}` }),
});

const CHANNELS = { counter: '1', online: '2', post: '3' } as const;
const creationOf = (dossier: Dossier, TrangThaiHoSo: number) =>
  createDossier({
    MaHoSo: codeOf(dossier),
    MaTTHC: dossier.context.procedure.code,
    TenTTHC: dossier.context.procedure.name.vi,
    KenhThucHien: CHANNELS[dossier.context.channel],
    ChuHoSo: dossier.context.applicant.name,
    TrangThaiHoSo,
  });

/** The national portal: hears of every change of the business status. It knows idempotency keys. */
export const portalConnector = ({ baseUrl, token, load }: ConnectorParts) =>
  defineConnector({
    system: 'national-portal',
    title: { vi: 'Cổng Dịch vụ công quốc gia', en: 'national portal' },
    transport: httpTransport({ baseUrl, headers: async () => ({ authorization: `Bearer ${await token()}` }) }),
    load,
    label: ({ code }) => code,
    facts: { 'status.changed': z.object({ status, code: z.string().optional() }) },
    calls: {
      'status.changed': ({ fact, data, reference }) => {
        // Before it is accepted a dossier has no code, and the portal nothing to file it under.
        if (fact.code === undefined) return undefined;
        return reference === undefined ? creationOf(data, fact.status) : setStatus({ TrangThaiHoSo: fact.status });
      },
    },
    retry: { firstDelayMs: 30_000 },
    reconcile: {
      workflow: 'dossier',
      ...pages('/hoso', 'MaHoSo'),
      record,
      reference: ({ id }) => id,
      code: ({ MaHoSo }) => MaHoSo,
      theirs: ({ TrangThaiHoSo }) => ({ TrangThaiHoSo }),
      ours: ({ code, context }) => (code === undefined ? undefined : { TrangThaiHoSo: context.status }),
      changed: ({ NguoiCapNhat }) => ({ by: NguoiCapNhat }),
      bringIntoStep: ({ data, record: found }) =>
        found === undefined
          ? creationOf(data, data.context.status)
          : setStatus({ TrangThaiHoSo: data.context.status }, found.id),
    },
  });
// #endregion

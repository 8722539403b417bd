import { defineChange, defineConnector, defineCreation, dossierReport, httpTransport } from '@motcua/connect';
import { z } from 'zod';
import { codeOf, type Dossier } from '../dossier.ts';
import { type ConnectorParts, pages } from './parts.ts';

const content = {
  hoTen: z.string().min(1),
  ngaySinh: z.iso.date(),
  gioiTinh: z.enum(['nam', 'nữ']),
  me: z.string(),
  cha: z.string(),
  soGiayKhaiSinh: z.string(),
};
const record = z.object({ soDangKy: z.string(), maHoSo: z.string(), soDinhDanh: z.string(), ...content });

// #region find
/** This register knows no idempotency keys: before a registration is repeated, it is asked for the entry. */
const register = defineCreation({
  name: 'birth.register',
  request: z.strictObject({ maHoSo: z.string(), ...content }),
  answer: record,
  http: () => ({ method: 'POST', path: '/dang-ky' }),
  reference: ({ soDangKy }) => soDangKy,
  find: {
    http: ({ maHoSo }) => ({ method: 'GET', path: `/dang-ky?maHoSo=${encodeURIComponent(maHoSo)}` }),
    answer: z.object({ items: z.array(record), next: z.string().optional() }),
    pick: ({ items }) => items[0],
  },
});
// #endregion

const correct = defineChange({
  kind: 'update',
  name: 'birth.correct',
  request: z.strictObject(content),
  answer: record,
  http: (_, soDangKy) => ({ method: 'PUT', path: `/dang-ky/${soDangKy}` }),
});

const contentOf = ({ form, context }: Dossier, number: string) => ({
  hoTen: form.child.name,
  ngaySinh: form.child.bornOn,
  gioiTinh: form.child.sex,
  me: form.mother,
  cha: form.father,
  soGiayKhaiSinh: number === '' ? (context.result?.number ?? '') : number,
});

/** The electronic civil-status register: hears of the birth certificate. */
export const civilStatusConnector = ({ baseUrl, token, load }: ConnectorParts) =>
  defineConnector({
    system: 'moj-e-civil-status',
    title: { vi: 'Sổ hộ tịch điện tử', en: 'electronic civil-status register' },
    transport: httpTransport({ baseUrl, headers: async () => ({ authorization: `Bearer ${await token()}` }) }),
    load,
    label: ({ code }) => code,
    facts: { 'result.issued': z.object({ outcome: z.enum(['granted', 'refused']), number: z.string() }) },
    calls: {
      'result.issued': ({ fact, data }) =>
        fact.outcome === 'refused' ? undefined : register({ maHoSo: codeOf(data), ...contentOf(data, fact.number) }),
    },
    report: dossierReport,
    retry: { firstDelayMs: 30_000 },
    reconcile: {
      workflow: 'dossier',
      ...pages('/dang-ky', 'maHoSo'),
      record,
      reference: ({ soDangKy }) => soDangKy,
      code: ({ maHoSo }) => maHoSo,
      theirs: ({ hoTen, ngaySinh, soGiayKhaiSinh }) => ({ hoTen, ngaySinh, soGiayKhaiSinh }),
      ours: (dossier) => {
        if (dossier.context.result?.outcome !== 'granted') return undefined;
        const { hoTen, ngaySinh, soGiayKhaiSinh } = contentOf(dossier, '');
        return { hoTen, ngaySinh, soGiayKhaiSinh };
      },
      bringIntoStep: ({ data, record: found }) =>
        found === undefined
          ? register({ maHoSo: codeOf(data), ...contentOf(data, '') })
          : correct(contentOf(data, ''), found.soDangKy),
    },
  });

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createConnections, defineConnector, httpTransport } from '../src/index.js';
import { clerk, office, TENANT } from './office.js';

const code = (name: string) => expect.objectContaining({ code: name });
const transport = async () => ({ status: 200, body: {} });
const base = {
  system: 'register',
  title: { vi: 'Sổ', en: 'register' },
  transport,
  load: async () => ({}),
  facts: { 'permit.registered': z.object({}) },
  calls: { 'permit.registered': () => undefined },
};

describe('a connector', () => {
  test('is refused with every offence when it is wrong', () => {
    try {
      defineConnector({
        ...base,
        system: 'Sổ bộ',
        timeoutMs: 0,
        rate: { calls: 1.5, perMs: 1_000 },
        calls: {} as never,
      });
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'MC_CONNECTOR_INVALID' });
      expect((error as Error).message).toMatch(/system "Sổ bộ".*nothing for the fact.*timeoutMs.*rate\.calls/u);
    }
  });

  test('needs an address that is one', () => {
    expect(() => httpTransport({ baseUrl: 'portal.example' })).toThrow(code('MC_CONNECTOR_INVALID'));
  });

  test('is one a system', () => {
    const connector = defineConnector(base);
    const engine = () => {
      throw new Error('not asked');
    };
    expect(() => createConnections({ connectors: [connector, connector], engine })).toThrow(
      code('MC_CONNECTOR_INVALID'),
    );
  });

  test('must be there when it is asked for', async () => {
    const { connections } = await office({ baseUrl: 'http://127.0.0.1:9' });
    const request = { tenant: TENANT, system: 'registr', caseId: 'a', actor: clerk, reason: 'x' };
    await expect(async () => connections.repair({ ...request, side: 'ours' })).rejects.toThrow(
      code('MC_CONNECTOR_UNKNOWN'),
    );
  });
});

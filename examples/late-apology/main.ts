import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { virtualClock } from '@motcua/testkit';
import { startMailServer } from './mail-server.js';
import { openOffice } from './office.js';
import { DOSSIER, goLate, TENANT } from './story.js';

const folder = join(import.meta.dirname, 'letters');
mkdirSync(folder, { recursive: true });
const clock = virtualClock('2026-03-02T07:00+07:00');
const server = await startMailServer();
try {
  const office = await openOffice({ clock, folder, smtpPort: server.port });
  await goLate(office.engine, clock);
  for (const { to, subject, text, attachments } of server.mails) {
    const recipient = [to].flat().map((each) => each?.text);
    console.log(`--- ${recipient.join(', ')}: ${subject}\n${text?.trim()}`);
    for (const { filename, size } of attachments) console.log(`[${filename}, ${size} bytes]`);
    console.log();
  }
  console.log(`Thư đã in trong ${folder} / letters printed:`);
  for (const name of readdirSync(folder)) console.log(`  ${name}`);
  console.log('\nĐã báo cho ai / who was told:');
  for (const { audience, template, channel, outcome } of await office.told({ tenant: TENANT, caseId: DOSSIER })) {
    console.log(`  ${audience}: ${template} (${channel}, ${outcome})`);
  }
  await office.engine.stop();
} finally {
  await server.close();
}

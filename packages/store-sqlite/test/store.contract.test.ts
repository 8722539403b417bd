import { storeContract } from '@motcua/testkit/store-contract';
import { borrowedHarness, fileHarness, memoryHarness } from './sqlite-harness.js';

const reports = '../../../docs/reference/conformance';

storeContract({ name: 'the SQLite store on a file', create: fileHarness, report: `${reports}/sqlite-file.json` });
storeContract({ name: 'the SQLite store in memory', create: memoryHarness, report: `${reports}/sqlite-memory.json` });
storeContract({
  name: 'the SQLite store on a connection of the application',
  create: borrowedHarness,
  report: `${reports}/sqlite-connection.json`,
});

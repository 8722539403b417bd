import { storeContract } from '@motcua/testkit/store-contract';
import { borrowedHarness, fileHarness, memoryHarness } from './sqlite-harness.js';

storeContract({ name: 'the SQLite store on a file', create: fileHarness });
storeContract({ name: 'the SQLite store in memory', create: memoryHarness });
storeContract({ name: 'the SQLite store on a connection of the application', create: borrowedHarness });

// Another program: takes the whole database for itself until its input ends.
import { once } from 'node:events';
import { argv, stdin, stdout } from 'node:process';
import BetterSqlite3 from 'better-sqlite3';

const database = new BetterSqlite3(argv[2] ?? '');
database.exec('BEGIN EXCLUSIVE');
stdout.write('locked\n');
stdin.resume();
await once(stdin, 'end');
database.exec('ROLLBACK');
database.close();

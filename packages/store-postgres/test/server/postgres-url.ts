import { connect } from 'node:net';
import { env } from 'node:process';
import { text } from 'node:stream/consumers';

/** The address of the run's server, without a database at its end. Starts the server when it is the first to ask. */
export async function postgresUrl(): Promise<string> {
  const path = env['MOTCUA_TEST_POSTGRES_SOCKET'];
  if (path === undefined) throw new Error('Run the tests with the configuration at the root: it keeps the server');
  const answer = JSON.parse(await text(connect(path))) as { readonly url?: string; readonly error?: string };
  if (answer.url === undefined) throw new Error(`No PostgreSQL server: ${answer.error}`);
  return answer.url;
}

// A process of its own that uses an embedded database, from the built code: the tests kill it, or let it end.
// Not through the room's door: that would load the whole framework for a process that lives a second.
import embedded from '../../dist/libs/database/src/embedded-postgres.js';

const postgres = await embedded.startEmbeddedPostgres(JSON.parse(process.argv[2]));
const { url, adopted, home } = postgres;
process.stdout.write(`${JSON.stringify({ url, adopted, home })}\n`);

process.stdin.resume();
process.stdin.once('end', async () => {
  await postgres.stop();
  process.exit(0);
});

// Asks a service in this container whether it answers; for HEALTHCHECK, where there is no curl.
import { get as http } from 'node:http';
import { get as https } from 'node:https';

const [url = ''] = process.argv.slice(2);
const end = (well) => process.exit(well ? 0 : 1);
// It asks itself on the loopback, where no certificate names it.
const options = { rejectUnauthorized: false, timeout: 4_000 };
(url.startsWith('https:') ? https : http)(url, options, (answer) => end(answer.statusCode === 200))
  .on('error', () => end(false))
  .on('timeout', () => end(false));

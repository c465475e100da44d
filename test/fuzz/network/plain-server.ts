import { createServer as createHttpServer } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';

/**
 * A program that may be attacked in the place of a service: it reads what comes and refuses it, 404 over HTTP and the end of the connection
 * otherwise. What stations notice while it is attacked is what the attackers take from the machine, not from the service.
 * Arguments: http or mqtt, port.
 */
const [kind, port = '0'] = process.argv.slice(2);

function plainHttp(): Server {
  return createHttpServer((request, response) => {
    request.resume().on('end', () => response.writeHead(404).end());
  });
}

function plainTcp(): Server {
  return createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.destroy());
  });
}

const server = kind === 'http' ? plainHttp() : plainTcp();
server.listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));
process.stdin.on('end', () => process.exit(0)).resume();

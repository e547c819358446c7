import { type AppConfig, logOf, NestLog, SettingsError } from '@app/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AddressInfo, Server } from 'node:net';
import { FAREWELL_MS } from './answer';
import { refuseForeignControl } from './control-door';
import { makeKeys } from './keys';
import { SimulatorModule } from './simulator.module';
import { TlsPort } from './tls-port';

const MAX_BODY_BYTES = 64 * 1024;

/** The simulator, not listening yet. */
export async function createSimulator(config: AppConfig): Promise<NestFastifyApplication> {
  if (config.WORLD !== 'sandbox') throw new SettingsError('The simulator belongs to WORLD=sandbox alone.');
  const logger = new NestLog(logOf(config));
  const options = { bodyParser: false, abortOnError: false, logger };
  const simulator = SimulatorModule.with(config, await makeKeys(config));
  return NestFactory.create<NestFastifyApplication>(simulator, rawAdapter(), options);
}

export interface Addresses {
  url: string;
  tlsUrl: string;
}

/** Opens both ports, the TLS one first: whoever finds the plain one open may use either. Port 0 is any free one. */
export async function listen(
  simulator: NestFastifyApplication,
  config: Pick<AppConfig, 'SIMULATOR_PORT' | 'SIMULATOR_TLS_PORT' | 'simulatorHost'>,
): Promise<Addresses> {
  await simulator.init();
  const tls = await simulator.get(TlsPort).open(config.SIMULATOR_TLS_PORT);
  await simulator.listen(config.SIMULATOR_PORT, config.simulatorHost);
  const plain = simulator.getHttpServer() as Server;
  return { url: `http://127.0.0.1:${portOf(plain)}`, tlsUrl: `https://127.0.0.1:${portOf(tls)}` };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Every body stays the bytes that were sent, whatever its content type: signatures are over those. */
function rawAdapter(): FastifyAdapter {
  const adapter = new FastifyAdapter({ bodyLimit: MAX_BODY_BYTES });
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  fastify.addHook('onRequest', refuseForeignControl);
  // A connection that never carried a request, or is held by a fault, would keep the process for a minute.
  fastify.addHook('preClose', (done) => {
    setTimeout(() => fastify.server.closeAllConnections(), FAREWELL_MS).unref();
    done();
  });
  return adapter;
}

import { type AppConfig, NestLog, openLog, SettingsError } from '@app/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { makeKeys } from './keys';
import { SimulatorModule } from './simulator.module';

const MAX_BODY_BYTES = 64 * 1024;
/** What an answer under way may still take at the end; every delivery has come home before. */
const FAREWELL_MS = 300;

/** The simulator, not listening yet; a test starts it on a port of its own. */
export async function createSimulator(config: AppConfig): Promise<NestFastifyApplication> {
  if (config.WORLD !== 'sandbox') throw new SettingsError('The simulator belongs to WORLD=sandbox alone.');
  const logger = new NestLog(openLog(config.LOG_LEVEL));
  const options = { bodyParser: false, abortOnError: false, logger };
  const simulator = SimulatorModule.with(config, await makeKeys(config));
  return NestFactory.create<NestFastifyApplication>(simulator, rawAdapter(), options);
}

/** Every body stays the bytes that were sent, whatever its content type: signatures are over those. */
function rawAdapter(): FastifyAdapter {
  const adapter = new FastifyAdapter({ bodyLimit: MAX_BODY_BYTES });
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  // A connection that never carried a request, or is held by a fault, would keep the process for a minute.
  fastify.addHook('preClose', (done) => {
    setTimeout(() => fastify.server.closeAllConnections(), FAREWELL_MS).unref();
    done();
  });
  return adapter;
}

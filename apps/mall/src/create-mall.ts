import { ErrorFilter, GoCheckPipe, logOf, NestLog, Random, type AppConfig } from '@app/common';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openDocs } from './api-docs';
import { AppModule } from './app.module';
import { readBodies } from './body-parsers';
import { httpAdapter } from './http-adapter';
import { logRequests } from './request-log';
import { secureAnswers } from './security-headers';

/** The whole shop, not yet listening; `main.ts` and the tests open the same one. */
export async function createMall(config: AppConfig): Promise<NestFastifyApplication> {
  const mall = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(config),
    httpAdapter(config, new Random()),
    { logger: new NestLog(logOf(config)), rawBody: true, abortOnError: false },
  );

  logRequests(mall, config);
  prefixRoutes(mall);
  mall.useGlobalPipes(new GoCheckPipe());
  mall.useGlobalFilters(new ErrorFilter());
  await readBodies(mall);
  await secureAnswers(mall, config);
  openDocs(mall, config);
  return mall;
}

export function prefixRoutes(mall: INestApplication): void {
  mall.setGlobalPrefix('api/v1', { exclude: ['health/*path', 'images/*path'] });
}

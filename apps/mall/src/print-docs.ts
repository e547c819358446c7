import { AppConfig, Random } from '@app/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { apiDocument } from './api-docs';
import { AppModule } from './app.module';
import { prefixRoutes } from './create-mall';
import { httpAdapter } from './http-adapter';

/** The document without a shop behind it: no provider is made, so neither a database nor WeChat is needed. */
async function documentAlone(config: AppConfig): Promise<OpenAPIObject> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(config),
    httpAdapter(config, new Random()),
    { preview: true, logger: false, abortOnError: false },
  );
  prefixRoutes(app);
  return apiDocument(app, config);
}

documentAlone(AppConfig.from({})).then(
  (document) => process.stdout.write(JSON.stringify(document)),
  (fault: unknown) => {
    process.stderr.write(`${String(fault)}\n`);
    process.exitCode = 1;
  },
);

import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Clock } from './clock';
import { Random } from './random';
import { AppConfig } from './settings';

/** Settings, time and chance, for every room. */
@Global()
@Module({})
export class CommonModule {
  static with(config: AppConfig): DynamicModule {
    return {
      module: CommonModule,
      providers: [{ provide: AppConfig, useValue: config }, Clock, Random],
      exports: [AppConfig, Clock, Random],
    };
  }
}

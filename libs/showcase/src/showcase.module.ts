import { CatalogModule } from '@app/catalog';
import { Module } from '@nestjs/common';
import { BannerController } from './banner.controller';
import { ShowcaseService } from './showcase.service';
import { ThemeController } from './theme.controller';

@Module({
  imports: [CatalogModule],
  controllers: [BannerController, ThemeController],
  providers: [ShowcaseService],
})
export class ShowcaseModule {}

import { CatalogModule } from '@app/catalog';
import { Module } from '@nestjs/common';
import { BannerAdminController } from './banner-admin.controller';
import { BannerAdminService } from './banner-admin.service';
import { BannerController } from './banner.controller';
import { ShowcaseService } from './showcase.service';
import { ThemeAdminController } from './theme-admin.controller';
import { ThemeAdminService } from './theme-admin.service';
import { ThemeController } from './theme.controller';

@Module({
  imports: [CatalogModule],
  controllers: [BannerController, ThemeController, ThemeAdminController, BannerAdminController],
  providers: [ShowcaseService, ThemeAdminService, BannerAdminService],
})
export class ShowcaseModule {}

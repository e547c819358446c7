import { Banner, BannerItem } from './banner.entity';
import { Theme, ThemeProduct } from './theme.entity';

export { Banner, BannerItem, BannerTarget } from './banner.entity';
export { ShowcaseModule } from './showcase.module';
export { Theme, ThemeProduct } from './theme.entity';

/** The tables of this room. */
export const showcaseEntities = [Banner, BannerItem, Theme, ThemeProduct];

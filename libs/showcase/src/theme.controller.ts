import { Public } from '@app/auth';
import { AppConfig, IdParam } from '@app/common';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ShowcaseService } from './showcase.service';
import { ThemeDto, ThemePageDto, ThemesQuery } from './theme.dto';

@ApiTags('theme')
@Public()
@Controller('theme')
export class ThemeController {
  constructor(
    private readonly showcase: ShowcaseService,
    private readonly config: AppConfig,
  ) {}

  /** 专题列表 The themes of the ids, in id order. */
  @Get()
  async list(@Query() { ids }: ThemesQuery): Promise<ThemeDto[]> {
    const themes = await this.showcase.themes(ids);
    return themes.map((theme) => ThemeDto.of(theme));
  }

  /** 专题 A theme with its products. */
  @Get(':id')
  async one(@Param() { id }: IdParam): Promise<ThemePageDto> {
    return ThemePageDto.page(await this.showcase.theme(id), this.config);
  }
}

import { Public } from '@app/auth';
import { IdParam } from '@app/common';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { BannerDto } from './banner.dto';
import { ShowcaseService } from './showcase.service';

@ApiTags('banner')
@Public()
@Controller('banner')
export class BannerController {
  constructor(private readonly showcase: ShowcaseService) {}

  /** 轮播 A banner with its pictures; clients show banner 1. */
  @Get(':id')
  async one(@Param() { id }: IdParam): Promise<BannerDto> {
    return BannerDto.of(await this.showcase.banner(id));
  }
}

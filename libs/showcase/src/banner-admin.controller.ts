import { Super } from '@app/auth';
import { CreatedMessage, IdParam, SuccessMessage } from '@app/common';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { BannerAdminService } from './banner-admin.service';
import { AdminBannerView, BannerBody, BannerItemBody, BannerItemsBody } from './showcase-admin.dto';
import { BannerChange } from './showcase-change.dto';

@ApiTags('banner')
@Controller('admin/banner')
@Super()
export class BannerAdminController {
  constructor(private readonly banners: BannerAdminService) {}

  /** 轮播图列表 */
  @Get()
  async list(): Promise<AdminBannerView[]> {
    const rows = await this.banners.list();
    return rows.map((row) => AdminBannerView.of(row));
  }

  /** 新建轮播图 Clients show banner 1. */
  @Post()
  @HttpCode(201)
  async create(@Body() { name, description }: BannerBody): Promise<CreatedMessage> {
    return CreatedMessage.of(await this.banners.create(name, description));
  }

  /** 修改轮播图 Only what is said is changed 只改所填字段. */
  @Put(':id')
  async change(@Param() { id }: IdParam, @Body() body: BannerChange): Promise<SuccessMessage> {
    await this.banners.change(id, BannerChange.editOf(body));
    return new SuccessMessage();
  }

  /** 轮播图内容 Replaces the list of its pictures and of what a tap on each opens. */
  @Put(':id/item')
  async putItems(@Param() { id }: IdParam, @Body() { items }: BannerItemsBody): Promise<SuccessMessage> {
    await this.banners.putItems(
      id,
      items.map((item) => BannerItemBody.wishOf(item)),
    );
    return new SuccessMessage();
  }

  /** 删除轮播图 Refused while it has pictures. */
  @Delete(':id')
  async remove(@Param() { id }: IdParam): Promise<SuccessMessage> {
    await this.banners.remove(id);
    return new SuccessMessage();
  }
}

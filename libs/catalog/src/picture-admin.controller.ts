import { Super } from '@app/auth';
import { CursorQuery, TakesPicture, Uploaded } from '@app/common';
import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PicturePage, UploadedPictureDto } from './picture.dto';
import { PictureService } from './picture.service';

const MAX_BYTES = 5 * 1024 * 1024;

@ApiTags('picture')
@Controller('admin/picture')
@Super()
export class PictureAdminController {
  constructor(private readonly pictures: PictureService) {}

  /**
   * 上传图片 The body is the file itself, under any content type, or a form with one file, as wx.uploadFile sends it:
   * JPEG, PNG, WebP or GIF, 5 MB and 8000 pixels a side at most. What cameras write into it (place, time, device) is
   * taken out. The same picture twice is one 同一张图片只存一份.
   */
  @Post()
  @HttpCode(201)
  @TakesPicture()
  upload(@Uploaded(MAX_BYTES) file: Buffer): Promise<UploadedPictureDto> {
    return this.pictures.upload(file);
  }

  /** 图片列表 Every picture of the shop, the newest first. */
  @Get()
  async list(@Query() query: CursorQuery): Promise<PicturePage> {
    return PicturePage.of(await this.pictures.list(query), query);
  }
}

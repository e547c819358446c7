import { Public } from '@app/auth';
import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PICTURE_ROUTE } from './picture-path';
import { PictureService } from './picture.service';

@ApiTags('picture')
@Public()
@Controller()
export class PictureController {
  constructor(private readonly pictures: PictureService) {}

  /** 图片 A picture by the hash of its content, so whoever has it may keep it for ever. */
  @Get(PICTURE_ROUTE)
  async read(
    @Param('file') file: string,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const picture = await this.pictures.read(file);
    const etag = `"${picture.hash}"`;
    reply.headers({
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      // Pages of other origins, such as a CMS, show the same pictures.
      'cross-origin-resource-policy': 'cross-origin',
      etag,
    });
    if (known?.includes(etag)) await reply.status(304).send();
    else await reply.type(picture.mediaType).send(picture.bytes);
  }
}

import { Alerts } from '@app/alert';
import { Super } from '@app/auth';
import { CursorQuery } from '@app/common';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AlertPage } from './alert.dto';

@ApiTags('alert')
@Controller('admin/alert')
@Super()
export class AlertController {
  constructor(private readonly alerts: Alerts) {}

  /** 提醒 What the merchant has to hear of, with a robot or without one; newest first. */
  @Get()
  async list(@Query() query: CursorQuery): Promise<AlertPage> {
    return AlertPage.of(await this.alerts.list(query), query);
  }
}

import { Caller, Super, type CallerIdentity } from '@app/auth';
import { IdParam, SuccessMessage } from '@app/common';
import { Body, Controller, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ShippingService } from './shipping.service';

@ApiTags('order')
@Controller()
export class ShippingController {
  constructor(private readonly shipping: ShippingService) {}

  /** 发货 Paid → shipped. The CMS reads success from `code` in the body. */
  @Put('order/delivery')
  @Super()
  async ship(@Caller() admin: CallerIdentity, @Body() { id }: IdParam): Promise<SuccessMessage> {
    await this.shipping.ship(admin.id, id);
    return new SuccessMessage();
  }
}
